"""The agent's screen: tasks, the conversations of those accepted, and what can be done with them.

Like the customer's widget it shows what its side's store holds and acts through its side's actions
only. What a conversation shows and takes is the widget's own canvas.
"""
