# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""English words that make no term of a subject, for telling terms from the words around them.

``STOP_WORDS`` never stand in a term. ``COMMON_WORDS`` stand in one only beside a word that is
none of them: "way" and "first step" are no terms, "time" is one in "half-life time".
The lists were written by hand for textbook prose; what they lack shows as a candidate too many.
"""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """Give the words of *words*, parted by white space."""
    return frozenset(words.split())


STOP_WORDS = listed(
    """a about above across after again against ago all almost alone along already also although
    always am among amount an and another any anybody anyone anything anywhere are around as at
    away back be became because become becomes becoming been before began begin begins behind
    being below beneath beside besides best better between beyond both bring brings brought but by
    call called calls came can cannot come comes coming consider considered consists contain
    contained contains could did do does doing done down due during each early easily easy either
    else enough especially et etc even ever every everybody everyone everything everywhere except
    far few fewer find finds first follow followed following follows for former found from further
    gave generally get gets getting give given gives giving go goes going gone good got had happen
    happened happens hard has have having he help helped helps hence her here hers herself him
    himself his how however i if important in include included includes including indeed inside
    instead into is it its itself just keep keeps kept knew know known knows last later latter lead
    leads least led left less let lets like likely little live lived lives long longer look looked
    looks lot lots low made main mainly make makes making many may maybe me mean means meant might
    mine more most mostly much must my myself near nearly need needed needs neither never new next
    no nobody none nor not nothing now nowhere occur occurred occurs of off often oh ok old on once
    one ones only onto or other others otherwise ought our ours ourselves out over own per perhaps
    please possible produce produced produces provide provided provides quite rather read real
    really relatively remain remained remains result resulted results said same saw say says second
    see seem seemed seems seen several shall she should show showed shown shows similar simply
    since so some somebody someone something sometimes somewhere soon still stop such suppose take
    taken takes taking tell tells than that the their theirs them themselves then there thereby
    therefore these they think thinks third this those though thought three through throughout thus
    to together told too took toward towards tried tries true try turn turned turns two under
    unless unlike until up upon us use used useful uses using usually various versus very via want
    wanted wants was way we well went were what whatever when whenever where whereas wherever
    whether which whichever while who whoever whole whom whose why will with within without would
    yes yet you your yours yourself yourselves zero four five six seven eight nine ten hundred
    thousand million billion able actual actually big certain common complete correct different
    entire equal few final full general great high huge large larger largest main major minor own
    particular possible previous proper quick rather real recent right separate short simple single
    small smaller smallest special specific strong sure typical unique unusual usual wide wrong
    young available necessary allow allowed allows appear appears apply applied applies ask asked
    asks assume base based build built buy carry carries carried cause caused causes change changed
    changes choose chosen compare compared compares continue continues create created creates
    decide decided define defined defines depend depends describe described describes determine
    determined determines develop developed develops discuss discussed enter exist exists explain
    explained explains express expressed form formed forms grow grows grew grown hold holds held
    increase increased increases decrease decreased decreases involve involved involves learn
    learned learns lie lies lose loses lost meet met move moved moves moving note notice
    obtain obtained pass passes passed pay play plays prevent prevents put puts reach reaches
    reached receive receives received refer refers referred relate related relates represent
    represented represents require required requires return returns rise rises run runs send sends
    sent serve serves served set sets sit speak speaks stand stands start started starts stay
    suggest suggests support supports talk tend tends understand understood work worked works write
    writes written wrote add added adds don't doesn't didn't isn't aren't wasn't weren't can't
    couldn't won't wouldn't shouldn't haven't hasn't hadn't it's that's there's they're you're we're
    i'm let's he's she's what's figure fig table chapter section page example examples year-old"""
)

COMMON_WORDS = listed(
    """ability access account act action activity adult advantage age aim air answer approach area
    arm aspect attention author average baby bed beginning belief benefit bit body book bottom box
    boy branch brother building business capital car card care case center centre century chance
    character child choice city class close cold collection color colour combination comment
    community company comparison concept concern condition connection consequence content context
    control country couple course credit culture current damage danger data date daughter day deal
    death decision degree demand description design detail development device difference difficulty
    direction discussion disease distance door doubt drop dry duty earth edge education effect
    effort element end energy environment error evening event evidence exam exception exercise
    experience experiment expert explanation expression extent eye face fact factor failure fall
    family father feature feeling feet field fire flow food foot force friend front function future
    game garden girl goal government grade ground group guide guy hair half hand head health heart
    heat height history home hope hour house idea image importance impact individual industry
    influence information inside instance interest issue item job key kid kind knowledge land
    language law layer learner length lesson letter level life light limit line list look loss love
    machine man manner mark market material matter meaning measure measurement member memory
    message method middle mind minute model moment money month morning mother motion mouth movement
    name nature neck need news night noise number object observation office opinion opportunity
    option order organization outcome outside pair paper parent part particle party past path
    pattern people percent percentage performance period permission person phase phone photo phrase
    piece place plan plant plate player pocket point population portion position power practice
    presence present pressure price principle problem procedure process product production profit
    program project property purpose quality quantity question radio range rate reaction reader
    reality reason record region relation relationship report research resource response rest
    review risk river road role room root rule safety sample scale scene schedule school science
    scientist sea season seat self sense sentence sequence series service shape share side sign
    site situation size skill skin sky society solution son sort sound source space speed square
    stage standard state statement step story strategy strength structure student study stuff style
    subject success sum summer sun surface system task teacher team technique technology term test
    text theory thing time title tool top topic total town trade transfer tree trip truth type
    understanding unit use user value variety version video view voice volume war water weather
    week weight wind window winter woman women men word work worker world year activity objective
    summary introduction review key answer question video website link click reading writing today
    yesterday tomorrow january february march april june july august september october november
    december monday tuesday wednesday thursday friday saturday sunday north south east west"""
)

# Words that look like adjectives and participles by their endings, and are nouns.
NOUNS_BY_EXCEPTION = listed(
    """animal arrival capital chemical crystal cereal denial festival fossil fungal integral
    interval journal manual material metal mineral mammal medal approval arsenal cathedral coral
    hospital hormonal ideal individual meal memorial numeral pedal petal portal potential proposal
    radical removal rental ritual rival sandal scandal signal spiral survival terminal tidal total
    trial tribunal tutorial rational vial withdrawal
    archive adjective additive alternative captive collective derivative detective directive
    executive explosive incentive initiative laxative locomotive motive narrative native negative
    objective operative perspective positive preservative relative representative sedative
    arithmetic attic basic clinic comic critic cubic fabric graphic graphics heuristic logic
    logistic magic mechanic mechanics metric mosaic music panic physics plastic picnic public
    ceramic rhetoric statistic statistics tactic topic traffic tunic epidemic characteristic
    antibiotic
    cable table variable vegetable constable syllable
    seed speed breed creed deed feed reed weed bed shed sled
    beginning being boiling building ceiling clothing coating engineering evening feeling filling
    finding hearing housing king learning lightning lining marketing meaning meeting morning
    mining modelling modeling offspring opening packaging painting parsing planning programming
    ring saying setting shilling sibling spelling spring string teaching testing thing training
    understanding warning wedding wing writing reading weathering"""
)

SINGULARS = listed(
    """analysis apparatus atlas axis basis bias bus canvas chaos compass cosmos crisis data diabetes
    gas genesis glottis kudos lens mantis mathematics means measles media menopause news pancreas
    physics politics rabies rhombus series species status synthesis tetanus thesis torus trellis
    virus"""
)
