# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prefect flows and tasks: order, retries, progress and reports around the domain's steps."""
