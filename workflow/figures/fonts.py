"""Fonts for the languages that the usual one has no characters of."""

from collections.abc import Sequence
from contextlib import suppress

from matplotlib import font_manager

from workflow.base.errors import InputError

# Fonts with simplified Chinese, of Linux, Windows and macOS. Before 3.11 Matplotlib knows of a collection the
# first font alone, which in Noto's is the Japanese one; it has the same characters.
CHINESE = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Microsoft YaHei", "SimHei", "PingFang SC", "Hiragino Sans GB", "STHeiti",
    "Heiti SC", "Arial Unicode MS", "Noto Sans CJK JP",
)  # fmt: skip
FONTS: dict[str, Sequence[str]] = {"en": (), "zh": CHINESE}
INSTALL = (
    "install one, such as Noto Sans CJK SC (on Debian: apt-get install fonts-noto-cjk), or set language: en"
)


def fonts_of(language: str) -> list[str]:
    """The font that a language needs besides the usual one, if it needs one.

    Raises:
        InputError: the machine has none.
    """
    wanted = FONTS[language]
    if wanted and not known(wanted):
        # What was installed since Matplotlib listed the fonts.
        old = {entry.fname for entry in font_manager.fontManager.ttflist}
        for path in sorted(set(font_manager.findSystemFonts()) - old):
            with suppress(OSError, RuntimeError):  # no font that Matplotlib can read
                font_manager.fontManager.addfont(path)
        if not known(wanted):
            raise InputError(f"no font of this machine has the characters of language: {language}; {INSTALL}")
    return known(wanted)[:1]


def known(wanted: Sequence[str]) -> list[str]:
    names = {entry.name for entry in font_manager.fontManager.ttflist}
    return [name for name in wanted if name in names]
