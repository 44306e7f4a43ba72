import pytest

from services.search.decision import Beliefs, DecisionKind, DocumentKind, Hit, Thresholds, decide

LIMITS = Thresholds(answer=0.3, offer=0.1)


def topics(*chances):
    return tuple(Hit(DocumentKind.TOPIC, f"topic-{place}", chance) for place, chance in enumerate(chances))


def beliefs(*chances, complaint=0.0, off_topic=0.0, small_talk=None, asked_last=None):
    return Beliefs(topics(*chances), complaint, off_topic, small_talk, asked_last)


class TestDecide:
    def test_answers_with_the_best_topic_when_it_is_likely_enough(self):
        decision = decide(beliefs(0.3, 0.15, 0.1, 0.05), (), LIMITS)
        assert decision.kind is DecisionKind.ANSWER
        assert decision.hits == topics(0.3)

    def test_offers_the_first_three_when_none_is_likely_enough(self):
        decision = decide(beliefs(0.2, 0.1, 0.05, 0.04, off_topic=0.5), (), LIMITS)
        assert decision.kind is DecisionKind.OFFER
        assert decision.hits == topics(0.2, 0.1, 0.05)

    def test_offers_siblings_between_which_it_cannot_tell(self):
        decision = decide(beliefs(0.4, 0.35, 0.05), (), LIMITS)
        assert decision.kind is DecisionKind.OFFER
        assert decision.hits == topics(0.4, 0.35, 0.05)

    def test_offers_no_button_that_is_next_to_impossible(self):
        assert decide(beliefs(0.2, 0.001, 0.001), (), LIMITS).hits == topics(0.2)

    def test_hands_over_what_is_likely_not_ours(self):
        decision = decide(beliefs(0.05, 0.02, 0.01, off_topic=0.9), (), LIMITS)
        assert decision.kind is DecisionKind.HAND_OVER
        assert decision.hits == ()
        assert len(decision.topics) == 3

    def test_small_talk_must_be_likelier_than_all_else(self):
        assert decide(beliefs(0.4, small_talk=("thanks", 0.5)), (), LIMITS).small_talk == "thanks"
        assert decide(beliefs(0.5, small_talk=("thanks", 0.4)), (), LIMITS).kind is DecisionKind.ANSWER
        handed_over = decide(beliefs(0.01, off_topic=0.5, small_talk=("thanks", 0.4)), (), LIMITS)
        assert handed_over.kind is DecisionKind.HAND_OVER

    def test_a_case_of_ones_own_is_a_complaint_with_the_topic_that_explains(self):
        decision = decide(beliefs(0.8, complaint=0.7), (), LIMITS)
        assert decision.kind is DecisionKind.COMPLAINT
        assert decision.hits == topics(0.8)

    def test_a_question_about_complaints_is_answered(self):
        assert decide(beliefs(0.8, complaint=0.2), (), LIMITS).kind is DecisionKind.ANSWER

    def test_what_a_story_asks_last_gets_the_second_button(self):
        asked = Hit(DocumentKind.TOPIC, "topic-2", 0.6)
        decision = decide(beliefs(0.2, 0.1, 0.05, 0.04, asked_last=asked), (), LIMITS)
        assert decision.hits == (*topics(0.2), asked, topics(0.2, 0.1)[1])
        assert [hit.id for hit in decision.topics] == ["topic-0", "topic-2", "topic-1", "topic-3"]

    def test_what_a_story_asks_last_is_offered_alone_when_all_else_is_foreign(self):
        asked = Hit(DocumentKind.TOPIC, "topic-0", 0.6)
        assert decide(beliefs(0.002, 0.001, off_topic=0.9, asked_last=asked), (), LIMITS).hits == (asked,)

    def test_an_answer_to_the_whole_story_stays(self):
        asked = Hit(DocumentKind.TOPIC, "topic-1", 0.9)
        assert decide(beliefs(0.4, 0.1, asked_last=asked), (), LIMITS).hits == topics(0.4)

    def test_a_commitment_that_is_named_gets_the_last_button(self):
        named = Hit(DocumentKind.COMMITMENT, "archives", 0.7)
        decision = decide(beliefs(0.1, 0.1, 0.1, off_topic=0.4), (named,), LIMITS)
        assert decision.kind is DecisionKind.OFFER
        assert decision.hits == (*topics(0.1, 0.1), named)

    @pytest.mark.parametrize(("near", "off_topic"), [(0.4, 0.2), (0.6, 0.9)])
    def test_a_commitment_far_off_or_likelier_off_topic_gets_none(self, near, off_topic):
        far = Hit(DocumentKind.COMMITMENT, "archives", near)
        assert decide(beliefs(0.01, off_topic=off_topic), (far,), LIMITS).kind is DecisionKind.HAND_OVER
