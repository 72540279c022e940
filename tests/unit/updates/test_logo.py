"""A logo is shapes or pixels and nothing else: what runs, links or unfolds is refused before it is built in."""

from __future__ import annotations

import struct
from zlib import compress, crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.updates.logo import MAX_BYTES, logo_fault, logo_suffix


def svg(inside: str, attributes: str = "", before: str = "") -> bytes:
    head = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20"'
    return f"{before}<svg {head} {attributes}>{inside}</svg>".encode()


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    rows = compress(b"".join(b"\0" + b"\x20" * width for _ in range(min(height, 64))))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        svg('<rect width="4" height="4" style="fill:url(#a)"/>'),
        svg('<defs><linearGradient id="a"/></defs><use xlink:href="#a"/>'),
        svg('<image href="data:image/png;base64,iVBORw0KGgo="/>'),
        svg("<style>rect { fill: url(#a); clip-path: url( '#b' ) }</style>"),
        svg('<a href="https://example.org/"><rect/></a>'),
        svg(
            "<rect/>",
            before='<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
            '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
        ),
        png(64, 32),
    ],
)
def test_an_ordinary_logo_passes(data):
    assert logo_fault(data) == ("", "")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (svg("<script>alert(1)</script>"), "<script>"),
        (svg("<SCRIPT/>"), "<script>"),
        (svg("<rect onclick='x()'/>"), "onclick"),
        (svg("<foreignObject/>"), "<foreignobject>"),
        (svg("<filter id='f'><feGaussianBlur stdDeviation='9999'/></filter>"), "<filter>"),
        (svg("<image xlink:href='file:///etc/passwd'/>"), "outside"),
        (svg(r"<image href='\\server\share\x.png'/>"), "outside"),
        (svg("<image href=' //server/share/x.png'/>"), "outside"),
        (svg("<image href='data:image/svg+xml,x'/>"), "outside"),
        (svg("<use href='https://example.org/a.svg#b'/>"), "outside"),
        (svg("<rect fill='url(http://example.org/a.svg)'/>"), "outside"),
        (svg("<rect style=\"fill:url( 'a.svg#b' )\"/>"), "outside"),
        (svg("<style>@import 'a.css';</style>"), "outside"),
        (svg("<style>rect { fill: u&#114;l(a.svg) }</style>"), "outside"),
        (svg("<rect/>", before='<?xml-stylesheet href="a.css"?>'), "xml-stylesheet"),
        (svg("&a;", before='<!DOCTYPE svg [<!ENTITY a "aaaa">]>'), "entities"),
        (svg("<g>" * 80 + "</g>" * 80), "too many"),
        (svg("<g/>" * 6000), "too many"),
        (b"<html/>", "no SVG"),
        (b"GIF89a", "neither"),
        (b"", "neither"),
        (svg("<rect/>")[:-4], "neither"),
        (b" " * (MAX_BYTES + 1), "512 KB"),
        (png(8, 8), "8 x 8 pixels"),
        (png(4000, 64), "4000 x 64 pixels"),
        (png(64, 64)[:-9], "damaged"),
        (png(64, 64).replace(b"IDAT", b"IDAX"), "damaged"),
    ],
)
def test_what_is_no_plain_picture_is_refused_with_a_reason(data, says):
    fault, remedy = logo_fault(data)
    assert says in fault
    assert remedy


def test_the_content_says_which_kind_it_is():
    assert logo_suffix(png(64, 64)) == ".png"
    assert logo_suffix(svg("<rect/>")) == ".svg"


@given(st.binary(max_size=200) | st.binary(max_size=80).map(lambda data: png(64, 64)[:40] + data))
def test_any_bytes_are_judged(data):
    fault, remedy = logo_fault(data)
    assert bool(fault) == bool(remedy)
