"""Ships the two zones that are asked for, of six hundred files: whose clocks the dates follow, and universal time.

Windows brings no zones that Python reads, and not every Linux has any.
"""

from PyInstaller.utils.hooks import collect_data_files

_ZONES = ("Europe/Berlin", "UTC")

datas = collect_data_files("tzdata", includes=[f"zoneinfo/{zone}" for zone in _ZONES])
# The files are looked for in packages of these names.
hiddenimports = ["tzdata.zoneinfo", "tzdata.zoneinfo.Europe"]
