"""How an app is connected with an account: OAuth2 or answers of a person, kept secret.

``connections`` knows which apps are connected and has a credential for each call; ``connecting``
leads a person there, by a form or by a browser; ``oauth2`` speaks with the server by the
templates of the app. ``secrets`` keeps what must not be read by others, and ``masks`` takes it
out of everything that is shown (action-functions, section 7).
"""
