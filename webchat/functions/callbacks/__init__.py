"""The loopback server that browsers and outside services call back to.

It listens on 127.0.0.1 only and starts when the first address is asked for. An address is
unguessable and the same for one app and one account from then on, as functions register it with
outside services (reference: action-functions, section 3); which run is meant is told apart by
``callback.token``, not by the address.

``server`` hands out addresses and owns the rest; ``places`` keeps which address is whose;
``listener`` speaks HTTP; ``reception`` looks whether what came may pass and hands it on;
``bodies`` and ``turns`` bound what that takes; ``sign_ins`` waits for redirects of OAuth2;
``files`` gives out what a person has picked; ``pages`` writes the answers; ``history`` keeps what
came.

Whoever can reach the port may be hostile: every page of every browser on this machine can.
"""
