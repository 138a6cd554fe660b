"""One call of one function: credential, stub, handler, check; and the record of all of them."""
