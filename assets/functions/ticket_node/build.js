// Sets the step up: one card with a button for each urgency. What a button tells the action
// function stands in its input.

exports.handler = async function (parameters) {
  return {
    "output": {
      "action": {
        "title": "Do you need help?",
        "description": "We open a ticket and come back to you.",
        "steps": [
          {
            "order_number": 1,
            "buttons": [
              { "title": "It is urgent", "style": "branding", "input": { "urgency": "high" } },
              { "title": "No hurry", "style": "default", "input": { "urgency": "low" } }
            ]
          }
        ]
      }
    }
  }
}
