"""What trips up a splitter in English news: each line is a passage, `|` marks where its sentences end."""

import pytest

from annotator.segment import segment

TRAPS = """\
Brig. Gen. Ann Ray spoke first.|Maj. Tom Fox and 1st Lt. Bo Park stood behind her.
Gov. Maria Lopez and Lt. Gov. Dan Cole met Rep. Ida Moss.|They agreed on nothing.
The Rev. Paul Oak and Fr. Luke Hill led the prayer.|Hundreds came.
Ms. Hale was sworn in.|Mr. Oak was not.
Sgt. 1st Class Ed Dunn was wounded.|Two others died.
State Del. Ruth Kane voted no.|So did Atty. Gen. Paul Marsh.
He cited Prof. Lind et al. in 2030.|She did not.
SEN. MARIA LOPEZ: We will vote.|MR. OAK: When?
J. K. Roland, A.B. Carter and Mary T. Ward signed.|The letter is public.
The prize went to W. H. Stone.|He was not there.
It was signed by Col. R. Hale.|The seal is missing.
The U.S. ambassador left for the U.K. on Friday.|His deputy stayed.
He flew to the U.S.|The visit was short.
Talks with the U.N. Security Council failed.|It meets again in May.
She lives in Washington, D.C.|Her brother lives in L.A. with two dogs.
The E.U. Commission and the U.N. agreed.|Then the U.S. objected.
Rep. Ida Moss, D-Calif., spoke.|Sen. Bo Park (R-Tenn.) said nothing.
He was born in Tupelo, Miss., in 1951.|He died there.
Acme Corp. Chief Executive Ann Lee resigned.|Shares of Acme Inc. fell.
The firm was bought by Brown & Co. in 2020.|It was sold again to Oak Ltd. in 2024.
He works for Hale Bros. Shipping.|She works for Acme Inc.|Both are paid well.
The case of Lee v. Hale is open.|The case of Oak vs. Park is closed.
Under Art. 5 of the treaty and Sec. 12 of the law it is void.|No. 4 was never signed.
Turn to p. 12 and pp. 40-45.|Fig. 3 shows the bridge.
On Feb. 12 and Sept. 3 the guns were silent.|In Dec. 2030 they were not.
It ended in Oct.|The rain came later.
The train left at 5 p.m. Monday and came at 7:30 a.m. Tuesday.|Nobody was on it.
The curfew begins at 9 p.m. EST.|It ends at 6 a.m.|Police will patrol.
The shelling began at 4 a.m.|By noon it was over.
The room was opened at 8 a.m.|Residents came at once.
Prices rose by 2.5 percent.|Wages rose by 0.3.|Rents fell.
It cost $1.5 million.|The other cost \\$200bn.|A third cost €3.20.
He has 1.000 men.|She has 3,500.
The score was 3-2.|The crowd left at 21.45.
Version 2.0 was used.|It failed at 10.30.
See example.org/a.b?c=1.|Write to ann.lee@example.org.|Nobody answers.
He wrote it on Example.Com in May.|The page is gone.
The site www.example.org was down.|It is back.
They waited… and waited.|Nothing came.
"I… I do not know," he said.|He wept.
He paused...|Then he spoke.
We saw it. . . .|Others did not.
The quote reads "we [...] shall not go."|It is short.
The town fell in 1805.[3]|It was rebuilt in 1810. [4]|It stands.
“We won,” she said.|“They lost.”|Nobody cheered.
"We won."|She smiled.
“Is it true?” she asked.|“It is!” he cried.|He left.
“Who fired?” Hale asked.|Nobody answered.
“Stop!” shouted the officer.|The car went on.
“When do we leave?” Gen. Robert Hale asked his men.|They shrugged.
He asked, “Who did it?”|The room was silent.
She said: “We go.|We do not come back.”|Then she went.
'We won,' he said.|'They lost.'|He laughed.
‘It is late.’|He left.
“He called it ‘a mistake.’”|The minister disagreed.
(He did not say why.)|The court will.
He left (nobody knows why).|She stayed.
The bill passed (it was close.) after midnight.|It is law.
The plan (see Art. 4) failed.|It was weak.
The man, 34, died.|His wife, 33, lives.
What?!|They left!!|Why??
He met Bashir al-Hadi.|al-Hadi said nothing.
Nobody wants one now.|iPhones were new then.
The firm is Yahoo! and it is old.|It was sold.
Go to St. Louis or Ft. Worth or Mt. Oak.|Do not go to Port St. Lucie.
Dr. Ann Lee Jr. spoke.|Robert Oak Sr. listened.
He is John Hale Jr.|He is forty.
Take vitamin C.|Do not take vitamin D.|Sleep.
This is plan B.|There is no plan C.
The measure, i.e. the tax, failed.|Others, e.g. Hale, won.
Troops, tanks, etc. were seen.|Guns were not.
They brought food, water, etc.|The rest came later.
" We won. "|He left.|" They fled.|We stay. "|Nobody came.
It fell on Main St.|He ran to St. Oak.|They stayed at Ft. Hale.
Lind et al. wrote it.|It was found by Oak et al.|The rest is known.
A Ph.D. candidate and an M.Sc. student left.|Both are well.
(a) The army must leave.|(b) The border must open.
1) Water from the river|2) Food from the army|3) Fuel
“Who fired?”|She shouted it twice.
1. The army must leave.|2. The border must open.
The talks had three aims: 1) peace, 2) bread and 3) work.|None was met.
He stood 6 ft. 2 in. tall.|He weighed 90 kg.|She was small.
It is 40 km. away.|The road is bad.
The ship, H.M.S. Oak, sank.|The S.S. Hale did not.
The so-called "Gang of Four" met.|"Nonsense," said one.
He said he would "never again.|Never" go there.
“We have no food.|We have no water,” said Ann Lee, 40.|“What now?”
“This is war,” he said, “and war is cruel.|We know.”
— We are ready, the colonel said.|— So are we.
“We will stay.” — Ann Lee, 40, a nurse
He spoke Monday.|Tuesday he left.
NORTHPORT, March 3 (Agency) - The army left.|It came back.
NORTHPORT, Va. - The army left.|It came back.
UPDATE 1700 GMT: The army left.|Nobody was hurt.
The 4th Army fought in World War I.|It lost.
The island was hit by a Category 5.|The storm was fierce.
The road to Gate A is shut.|The road to Gate B is not.
Ph.D. students and an M.D. came.|They left.
The vote was 51.2% to 48.8%.|It was close.
Nos. 3 and 4 were shut.|Nos. 5 to 8 ran.
It came from the No. 2 official.|He denied it.
He said no.|She said yes.
Sources: two men said so.|One did not.
Hmm.|Maybe not.
"The army left.|Nobody stayed", he wrote.|It is true.
It rained at 60 mph.|It snowed.|It froze.
§ 4 and §§ 5-7 apply.|Cf. § 9.
Is it in the U.S.?|Yes.|Is it in the U.K.?|No.
The missile, a Kh-101, fell.|The Su-27s left.
He is the No. 1.|She is second.
It is 5 o'clock.|It's late.
It’s over.|He’s gone.|They’re safe.
"""


def _passages() -> list[list[str]]:
    return [line.split("|") for line in TRAPS.splitlines()]


@pytest.mark.parametrize("sentences", _passages(), ids=lambda sentences: sentences[0][:40])
def test_english_news(sentences: list[str]) -> None:
    expected = [sentence.strip() for sentence in sentences]
    text = " ".join(expected)
    found = [text[unit.start : unit.end] for unit in segment(text)]
    assert found == expected


@pytest.mark.parametrize(
    "sentences",
    [
        "The order was given….|Overall, nothing changed.",
        "The order was given...|Nothing changed.",
        "The army left the town.|Residents came back.",
        "Was it over?|Nobody knew.",
        "He said it was “over.”|Nobody knew why.",
        "It was in 2031.|The army left.",
        "It was rebuilt.[3]|It stands.",
        "Nobody saw it.|The army left.",
        "The army left.|“We won,” he said.",
    ],
)
def test_a_missing_blank_hides_no_end(sentences: str) -> None:
    expected = sentences.split("|")
    text = "".join(expected)
    assert [text[unit.start : unit.end] for unit in segment(text)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "He wrote for Example.Com in May.",
        "The U.S.Army left.",
        "See ann.Lee@example.org or example.org/News.Html today.",
        "He met Gen.Hale and Mr.Oak.",
        "He got 3.5 of 10.0 points.",
        "The file report.Final.pdf is lost.",
    ],
)
def test_a_stop_inside_a_name_is_no_end(sentence: str) -> None:
    assert [(unit.start, unit.end) for unit in segment(sentence)] == [(0, len(sentence))]
