"""Receiving knowledge: trust, plan, fetch, apply, change feed. The client's side of the central endpoint.

Face: `model` (values; cheap to import), `desk.UpdateDesk` (what window and terminal ask), `client.UpdateClient` (does
an update, fetches a newer app), `policy.load_policy` (endpoint, mirrors, proxy, schedule; who fixed them),
`preset.load_preset` (what a house builds into an installer). `format` and `app_offer` are what client and publisher
agree on.
Nothing is imported here, so that naming a module does not load TUF or the network.
"""
