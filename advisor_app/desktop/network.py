"""What the system says about the network: whether there is one, and whether it costs by volume."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot


class NetworkState(QObject):
    """The network as the system sees it. A system that says nothing counts as online and not metered.

    Signals: `changed` (either answer may be another one now).
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Loading the system's service takes some milliseconds that the first paint does not wait for.
        from PySide6.QtNetwork import QNetworkInformation  # noqa: PLC0415

        features = QNetworkInformation.Feature.Reachability | QNetworkInformation.Feature.Metered
        there = QNetworkInformation.loadBackendByFeatures(features) or QNetworkInformation.loadDefaultBackend()
        self._information = QNetworkInformation.instance() if there else None
        self._disconnected = QNetworkInformation.Reachability.Disconnected
        if self._information is not None:
            self._information.reachabilityChanged.connect(self.tell_change)
            self._information.isMeteredChanged.connect(self.tell_change)

    def is_offline(self) -> bool:
        """Tell whether there is certainly no network."""
        return self._information is not None and self._information.reachability() is self._disconnected

    def is_metered(self) -> bool:
        """Tell whether data is paid for by volume."""
        return self._information is not None and bool(self._information.isMetered())

    @Slot()
    def tell_change(self) -> None:
        """Pass a change on."""
        self.changed.emit()
