# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of an EPUB is encrypted: a protected publication is refused, obfuscated fonts are kept.

Follows EPUB 3.3, sections 4.2.6.3.2 (encryption.xml), 4.2.6.3.5 (rights.xml) and 4.4 (font
obfuscation).
"""

from __future__ import annotations

from adapters.formats.xml_splice import Element, XmlText
from adapters.formats.zip_container import ZipContainer
from audarma.errors import UnsupportedFormatError

_ENCRYPTION_PATH = "META-INF/encryption.xml"
_METHOD = "{http://www.w3.org/2001/04/xmlenc#}EncryptionMethod"

_FONT_OBFUSCATION = frozenset(
    {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
)

# Files by which reading systems know a scheme, the telling ones first.
_SCHEMES = {
    "META-INF/license.lcpl": "Readium LCP",
    "META-INF/sinf.xml": "Apple FairPlay",
    "META-INF/rights.xml": "Adobe ADEPT or a like scheme",
}


def obfuscates_fonts(container: ZipContainer) -> bool:
    """Say whether fonts are obfuscated by a key that is made of the unique identifier.

    Raises:
        UnsupportedFormatError: the publication is protected; names the scheme.
    """
    for path, scheme in _SCHEMES.items():
        if path in container:
            raise _protected(container, f"{scheme}, by {path}")
    algorithms = _algorithms(container)
    for algorithm in sorted(algorithms - _FONT_OBFUSCATION):
        raise _protected(container, f"{_ENCRYPTION_PATH} names the algorithm {algorithm}")
    return bool(algorithms)


def _algorithms(container: ZipContainer) -> frozenset[str]:
    if _ENCRYPTION_PATH not in container:
        return frozenset()
    root = XmlText(container.read(_ENCRYPTION_PATH), _ENCRYPTION_PATH).root
    return frozenset(
        node.attributes.get("Algorithm", "")
        for data in root.elements
        if data.local_name == "EncryptedData"
        for node in data.elements
        if isinstance(node, Element) and node.name == _METHOD
    )


def _protected(container: ZipContainer, how: str) -> UnsupportedFormatError:
    name = container.source.name
    return UnsupportedFormatError(
        f"{name}: is protected against copying (DRM: {how}). Ask the publisher for a copy without "
        "protection.",
        name,
        how,
    )
