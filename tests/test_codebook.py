"""The study's codebook, its coding, and the dictionary that is made of its patterns.

PHRASES were written about other negotiations, from the definitions of the codes, before the
patterns had been tried on the three commentaries: they ask whether a pattern is about leaving a
negotiation, or about Hanoi. A code is expected if a mention of it stands in the author's voice and
is not negated. They are sentences of our own; no one said them.
"""

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis import corpus, frames, sentences

DATA = Path(__file__).parents[1] / "data"
EXAMPLE = re.compile(r'"(?P<text>.+)" \((?P<doc_id>\w+) (?P<number>\d+)(?P<quoted>, quoted)?\)')

PHRASES = [
    # names of the event
    ("The union walked out of the pay talks at midnight.", "name_walk_away", "name_leave"),
    ("By walking away from the table, the minister kept his hands free.", "name_walk_away", ""),
    ("The employers stormed out of the meeting.", "name_walk_away", ""),
    ("Her walkout stunned the other delegations.", "name_walk_away", ""),
    ("The two ministers walked to the podium together.", "", "name_walk_away"),
    ("She walked back her statement the next day.", "", "name_walk_away"),
    ("The prime minister refused to sign the withdrawal agreement.", "name_refusal", ""),
    ("The union rejected the final offer.", "name_refusal", ""),
    ("Brussels turned down the proposal.", "name_refusal", ""),
    ("His decision to reject the accord was popular.", "name_refusal", ""),
    ("The minister refused to comment.", "", "name_refusal"),
    ("The delegates flew home with nothing to show for ten days in Copenhagen.",
     "name_empty_handed frame_loss", ""),
    ("The chancellor came back from Brussels empty-handed.", "name_empty_handed frame_loss", ""),
    ("Nothing was said about fisheries.", "", "name_empty_handed"),
    ("The trade secretary left Beijing on Friday.", "name_leave", "name_walk_away"),
    ("The two delegations went their separate ways.", "name_parting", ""),
    ("Both sides departed from the conference without rancor.", "name_parting", ""),
    ("London broke off negotiations over fish.", "name_break_off", ""),
    ("The ceremony was called off an hour before it should have begun.", "name_break_off", ""),
    ("The talks were cut short after two hours.", "name_break_off", ""),
    ("The parties failed to reach an accord on wages.", "name_failure_to_agree", "name_failure"),
    ("The ministers could not agree on a communiqué.", "name_failure_to_agree", ""),
    ("Neither side agreed to a text.", "name_failure_to_agree", ""),
    ("The Geneva talks collapsed overnight.", "name_collapse frame_loss", ""),
    ("The negotiations have broken down over tariffs.", "name_collapse frame_loss", ""),
    ("After the breakdown of the wage talks, the strike went on.", "name_collapse", ""),
    ("The climate summit fell apart in its last hour.", "name_collapse", ""),
    ("The bank collapsed in 2008.", "", "name_collapse"),
    ("The round was derailed by a quarrel over cotton.", "name_derailment", ""),
    ("The negotiations have gone off the rails.", "name_derailment", ""),
    ("The conference ended without a treaty.", "name_end", ""),
    ("The trade talks came to an abrupt end.", "name_end", ""),
    ("What happened in Doha surprised the ministers.", "name_what_happened", ""),
    ("There was no agreement on fishing rights.", "name_absence", "name_no_deal"),
    ("The lack of an accord worries farmers.", "name_absence", ""),
    ("No deal is better than a bad deal, said the prime minister again.",
     "name_no_deal frame_prudent_refusal", ""),
    ("The Brexit negotiations reached an impasse.", "name_deadlock", ""),
    ("After a year of bargaining they are back at square one.", "name_deadlock", ""),
    ("The adjournment of the pay talks gives both parties time.", "name_postponement", ""),
    ("The signing has been put off until the spring.", "name_postponement frame_process", ""),
    ("Copenhagen was a setback for the climate regime.", "name_setback", "name_defeat"),
    ("It is a bump in the road and will be forgotten.", "name_setback", ""),
    ("For the government it was a humiliating defeat.", "name_defeat frame_loss", ""),
    ("The summit was a fiasco.", "name_failure frame_loss", ""),
    ("The round was a failure from beginning to end.", "name_failure frame_loss", ""),
    ("The conference was not a failure.", "", "name_failure frame_loss"),
    ("The recess is far from a collapse.", "", "name_collapse frame_loss"),
    ("The outcome of the round was hardly a fiasco.", "", "name_failure frame_loss"),
    ("It would be wrong to speak of a stalemate, and nobody was defeated.", "", "name_defeat"),
    ("The Copenhagen accord came as a letdown.", "name_disappointment", ""),
    ("The vote was a wake-up call for both chambers.", "name_lesson frame_reality_check", ""),
    # frames
    ("Walking away was the right call.", "frame_prudent_refusal stance_favourable", "frame_loss"),
    ("It takes strength to turn down a bad deal.", "frame_prudent_refusal", ""),
    ("The employers asked for too much, and the gap was too wide.", "frame_differences", ""),
    ("On agriculture the two delegations remained far apart.", "frame_differences", ""),
    ("This is only one stage of a long negotiation, and talks will resume in May.",
     "frame_process", ""),
    ("The pause let each party see the other's red lines.", "frame_reality_check", ""),
    ("The days in Geneva were useful and made real progress.", "frame_gains", "frame_loss"),
    ("The summit had been thrown together without preparation.", "frame_preparation", ""),
    ("Their experts should have settled the details in advance.", "frame_preparation", ""),
    ("The meeting handed the dictator a propaganda victory.", "frame_legitimacy", ""),
    ("Deep distrust between the government and the rebels remains.", "frame_mistrust_risk", ""),
    ("The rebels could resume their attacks.", "frame_mistrust_risk", ""),
    ("With an election near, he needed a headline and a victory lap.", "frame_image_politics", ""),
    ("It was a photo opportunity for the cameras.", "frame_image_politics", ""),
    ("The parties should return to the table and keep talking.", "frame_keep_talking", ""),
    ("There is no alternative to dialogue.", "frame_keep_talking", ""),
    ("Confidence-building measures would help more than another ceremony.",
     "frame_build_trust", ""),
    ("A lack of trust has followed the two parties for years.",
     "frame_mistrust_risk", "frame_build_trust"),
    # whose words
    ('The minister said that the talks were "a total failure" and left.',
     "", "name_failure frame_loss"),
    ('"We walked away from a bad deal," the chancellor told reporters.',
     "", "name_walk_away frame_prudent_refusal"),
]  # fmt: skip

# The sentence, and the stance of its wording toward leaving without an agreement.
STANCES = [
    ("Leaving was right.", "favourable"),
    ("No agreement is better than a bad one.", "favourable"),
    ("The conference was not a failure.", "favourable"),
    ("It is too early to call the talks a failure, for they brought real progress.", "favourable"),
    ("The walkout was a mistake.", "unfavourable"),
    ("The negotiators have nothing to show for two weeks of work.", "unfavourable"),
    ("The collapse of the talks is a disaster for farmers.", "unfavourable"),
    ("It was hardly a success.", "unfavourable"),
    ("The talks began on Monday in Geneva.", "neither"),
    ("Tariffs on steel stand at ten per cent.", "neither"),
    ('The union leader called the walkout "a terrible mistake" on Tuesday.', "neither"),
]
