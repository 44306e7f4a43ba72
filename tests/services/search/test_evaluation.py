import pytest

from services.search.decision import Decision, DecisionKind, DocumentKind, Hit
from services.search.evaluation import Question, answer_json, evaluate, half, read_questions


def decided(kind, *ids, shown=0):
    topics = tuple(Hit(DocumentKind.TOPIC, name, 0.5) for name in ids)
    return Decision(kind, topics[:shown], topics)


class FakeIndex:
    """Decides as it was told for each text."""

    semantic = False

    def __init__(self, decisions):
        self.decisions = decisions

    def ask(self, text, language):
        return self.decisions[text]


class TestAnswerJson:
    def test_an_answer_is_answered(self):
        decision = decided(DecisionKind.ANSWER, "a", "b", "c", shown=1)
        assert answer_json(decision) == {"ids": ["a", "b", "c"], "answered": True}

    def test_a_complaint_is_answered_with_the_topic_that_explains(self):
        decision = decided(DecisionKind.COMPLAINT, "initiative-vs-complaint", "b", shown=1)
        assert answer_json(decision) == {"ids": ["initiative-vs-complaint", "b"], "answered": True}

    @pytest.mark.parametrize("kind", [DecisionKind.OFFER, DecisionKind.HAND_OVER, DecisionKind.SMALL_TALK])
    def test_nothing_else_is_though_it_is_ranked(self, kind):
        assert answer_json(decided(kind, "a", "b", "c")) == {"ids": ["a", "b", "c"], "answered": False}


class TestEvaluate:
    @pytest.fixture
    def result(self):
        index = FakeIndex(
            {
                "right": decided(DecisionKind.ANSWER, "a", "b", "c", shown=1),
                "wrong": decided(DecisionKind.ANSWER, "b", "a", "c", shown=1),
                "button": decided(DecisionKind.OFFER, "b", "c", "a", "d", shown=3),
                "no button": decided(DecisionKind.OFFER, "b", "c", "d", "a", shown=3),
                "handed over": decided(DecisionKind.HAND_OVER, "a", "b", "c"),
                "refused": decided(DecisionKind.HAND_OVER, "a", "b", "c"),
                "swallowed": decided(DecisionKind.ANSWER, "a", "b", "c", shown=1),
            }
        )
        known = ["right", "wrong", "button", "no button", "handed over"]
        questions = [Question(text, "ky", "a", "clean", text) for text in known]
        questions += [Question(text, "ru", None, "long", text) for text in ("refused", "swallowed")]
        return evaluate(index, questions)

    def test_counts_the_ranking(self, result):
        assert result.total.questions == 5
        assert result.total.top_1 == pytest.approx(2 / 5)
        assert result.total.top_3 == pytest.approx(4 / 5)

    def test_counts_what_the_person_gets(self, result):
        assert result.total.answered_right == pytest.approx(1 / 5)
        assert result.total.answered_wrong == pytest.approx(1 / 5)
        assert result.total.right_or_button == pytest.approx(2 / 5)
        assert result.total.handed_over == pytest.approx(1 / 5)

    def test_counts_off_topic_questions_apart(self, result):
        assert result.total.off_topic == 2
        assert result.total.off_topic_answered == pytest.approx(1 / 2)

    def test_groups_by_language_and_by_kind(self, result):
        assert [(score.group, score.questions, score.off_topic) for score in result.by_language] == [
            ("ky", 5, 0),
            ("ru", 0, 2),
        ]
        assert [score.group for score in result.by_kind] == ["clean", "long"]

    def test_a_group_without_such_questions_has_no_share(self, result):
        russian = result.by_language[1]
        assert russian.top_1 is None
        assert result.by_language[0].off_topic_answered is None

    def test_an_empty_set_is_an_error(self):
        with pytest.raises(ValueError, match="no questions"):
            evaluate(FakeIndex({}), [])


class TestHalf:
    def test_splits_evenly_and_always_the_same_way(self):
        halves = [half(Question(f"e{number:04}", "ky", "a", "clean", "")) for number in range(1000)]
        assert 400 < sum(halves) < 600
        assert halves == [half(Question(f"e{number:04}", "ru", None, "long", "x")) for number in range(1000)]


class TestReadQuestions:
    def test_reads_the_columns_by_name(self, tmp_path):
        path = tmp_path / "questions.tsv"
        path.write_text(
            "id\tlang\ttopic\tkind\tquestion\ne1\tky\toff-topic\tclean\tсуроо\ne2\tru\tirm\tlong\tчто за IRM\n"
        )
        assert read_questions(path) == [
            Question("e1", "ky", None, "clean", "суроо"),
            Question("e2", "ru", "irm", "long", "что за IRM"),
        ]
