# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What gift-pegjs, a parser of Moodle's GIFT for Node.js, says of a question bank.

``npm install -g gift-pegjs`` puts it where this looks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

# All but the words: the kinds of questions, formats, marks, numbers, pairs, and where feedback is.
_SCRIPT = """
const { parse } = require("gift-pegjs");
const bare = (value) => {
  if (Array.isArray(value)) return value.map(bare);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) =>
    ["text", "title", "subanswer"].includes(name) && typeof held === "string"
      ? [name, held !== ""] : [name, bare(held)]));
};
try {
  const text = require("fs").readFileSync(process.argv[1], "utf8");
  for (const question of parse(text)) console.log(JSON.stringify(bare(question)));
} catch (error) { console.log("no GIFT: " + error.message); }
"""


def gift_questions(path: Path) -> str:
    """Give the questions without their words, one a line, or the parser's complaint."""
    command = ["node", "-e", _SCRIPT, str(path)]
    environment = {**os.environ, "NODE_PATH": _modules()}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return done.stdout


def lacks_gift() -> bool:
    """Say whether Node.js or the parser is not installed."""
    return shutil.which("node") is None or not Path(_modules(), "gift-pegjs").exists()


@cache
def _modules() -> str:
    if shutil.which("npm") is None:
        return ""
    command = ["npm", "root", "-g"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
