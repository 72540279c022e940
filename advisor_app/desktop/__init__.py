"""The window, the only room that knows Qt. Face: `app.run_window`, `shots.main`."""
