"""What the tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

import parasift

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def classifier() -> parasift.Classifier:
    return parasift.Classifier.embedded()


@pytest.fixture(scope="session")
def hacked() -> bytes:
    return (ROOT / "examples" / "hacked-news.html").read_bytes()


@pytest.fixture(scope="session")
def model() -> Path:
    return ROOT / "models" / "parasift.safetensors"
