"""What the integrations share."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import parasift
from parasift._shared import Carried, checked_verdicts


def test_a_classifier_is_unpacked_once_in_a_process(model: Path) -> None:
    one, other = Carried(parasift.Classifier.open(model)), Carried(parasift.Classifier.embedded().spam_at_false_alarms(0.001))
    arrived = [pickle.loads(pickle.dumps(carried)) for carried in (one, other, one)]
    assert arrived[0] is arrived[2] and arrived[0].classifier is arrived[2].classifier
    assert arrived[1] is not arrived[0]
    assert repr(arrived[1].classifier) == repr(other.classifier)
    # What has arrived can be sent on.
    assert pickle.loads(pickle.dumps(arrived[0])) is arrived[0]


def test_verdicts() -> None:
    assert checked_verdicts("clean", "drop") == checked_verdicts(["clean"], "drop") == {"clean"}
    with pytest.raises(ValueError, match=r"drop: no verdicts: \['none'\]; there are \['clean', 'doorway', 'injected', 'no-body'\]"):
        checked_verdicts(["none", "clean"], "drop")
