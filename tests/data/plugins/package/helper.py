ANSWER = "helped"
