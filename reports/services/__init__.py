"""One function a verb. Each is atomic, locks the filing, asks permission, takes the step, notes it."""
