# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people and other tools hand in and out: PO, XLIFF, TMX, TBX."""
