"""Django's command line for Art Studio."""

import sys

from artstudio.embedded.command_line import main

if __name__ == "__main__":
    main(sys.argv)
