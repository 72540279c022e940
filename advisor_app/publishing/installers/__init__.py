"""From a checkout to installers: freeze, seed knowledge, licences, packages for Linux and Windows.

The recipes themselves (PyInstaller spec, Debian and NSIS templates) lie in the checkout's `build/installer/`.
"""
