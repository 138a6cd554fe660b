// Opens a ticket. This file is the action function, since it lies at the root. It is an ordinary
// node module: it may require what package.json names, and its console.log is shown in the log.

const { randomInt } = require('node:crypto');

exports.handler = async function (parameters) {
  console.log('parameters:', JSON.stringify(parameters));
  const { urgency } = parameters.input;
  const number = `T-${randomInt(1000, 10000)}`;
  const when = urgency === 'high' ? 'within the hour' : 'by tomorrow';
  return {
    "output": {
      "status": "completed",
      "events": [
        {
          "type": "send_message",
          "options": {
            "text": `Ticket ${number} is open. We come back to you ${when}.`
          }
        }
      ]
    }
  }
}
