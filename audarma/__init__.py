# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Audarma's domain: adapting English open educational resources into Kazakh and Russian.

No Prefect, no file formats and no model libraries here; see ``adapters`` and ``flows``.
"""
