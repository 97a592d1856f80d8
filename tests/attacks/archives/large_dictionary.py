"""A tar.xz that asks for a dictionary of one and a half gigabytes

Tries: memory that an unpacker sets aside before it reads the first byte.
Must: the grader's own memory stays small; the work is graded.
Deserves: 10
"""

import io
import lzma

from tests.attacks.packing import RIGHT, plain


def build(folder):
    path = folder / "dictionary.tar.xz"
    packed = bytearray(lzma.compress(plain("toy.py", RIGHT) + bytes(1024), filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]))
    path.write_bytes(enlarged(packed))
    return path


def enlarged(packed):
    """Return an .xz stream whose block header asks for the largest dictionary; its check is made anew."""
    import zlib

    start = 12  # behind the stream's header
    size = (packed[start] + 1) * 4
    place = packed.index(b"\x21\x01", start) + 2
    packed[place] = 37  # 1.5 GiB
    packed[start + size - 4 : start + size] = zlib.crc32(bytes(packed[start : start + size - 4])).to_bytes(4, "little")
    return bytes(packed)
