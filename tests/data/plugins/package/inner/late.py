ANSWER = "late"
