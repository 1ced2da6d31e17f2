# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that touches the outside: formats, engines, files that people and tools hand in."""
