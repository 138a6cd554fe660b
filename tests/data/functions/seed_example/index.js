exports.handler = async function (parameters) {
  console.log('parameters:', JSON.stringify(parameters));
  const credential = parameters.credential;
  const input = parameters.input;
  const callback = parameters.callback;
  const redirectUrl = callback.redirect;
  // ...do something
  return {
    "output": {
      // "status": "completed",
      "events": [
        {
          "type": "send_message",
          "options": {
            "text": "xxx"
          }
        },
        {
          "type": "open_url",
          "options": {
            "url": `https://xxx?redirect_uri=${encodeURIComponent(redirectUrl)}`
          }
        }
      ]
    }
  }
}
