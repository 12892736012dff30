"""vtracer at work on one picture: a script for a process of its own.

`vtracer_child.py FOLDER SETTINGS < picture.png > drawing.svg`, where FOLDER has the
package and SETTINGS are its keywords as JSON. When the Rust code panics, only this
process ends; in ours the panic would be an exception that `except Exception` lets pass.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Trace standard input to standard output."""
    sys.path.append(sys.argv[1])
    import vtracer  # noqa: PLC0415 - found only now

    picture = sys.stdin.buffer.read()
    settings = json.loads(sys.argv[2])
    svg: str = vtracer.convert_raw_image_to_svg(picture, img_format="png", **settings)
    sys.stdout.buffer.write(svg.encode())


if __name__ == "__main__":
    main()
