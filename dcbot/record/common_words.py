"""Ordinary words that some people have as a nick; in an action they rarely name anybody."""

from __future__ import annotations

_WORDS = """
    a able about above add after again agree all already also always an and any anyone anything
    are art as ask at away back bad be because been before begin being best better between big
    bill bit bot both bring bug build but by call can case chair change chase chat check clean
    clear close code come comments could create current daily data date day days deal design did
    discuss do docs document does done draft drop due each early edit else email end even ever
    every everybody everyone everything example faith fan few fill find first fix fly follow for
    found free from full further get give go going good grace great group guest had hand has
    have he help her here him his hold hope host how i if in info into is issue it its job join
    just keep kick know last late later lead leave left less let link list little log long look
    lot made mail make manual many mark mass master may maybe me mean meet meeting merge met
    might mine miss monitor month more most move much must my name near need needs never new
    next nick no nobody none not note nothing now of off offer ok old on once one only open or
    order other our out over own page part past patch people perhaps person pick place plan
    please point port post pray prepare present press pretty probably program project pull push
    put queue quick ray reach read ready real really remote remove reply report request rest
    review rich right rob root rose round run said same save say see seem send set several shall
    she short should show sign site sky so some somebody someone something soon sort spec split
    start status stay step still stop storm such summary support sure take talk task team tell
    test than thanks that the their them then there these they thing think this those though
    through ticket till time to today together tomorrow too top track tracker try two under
    until up update upload us use user very via video vote wait want was way we web week weekly
    welcome well were what when where which while who whole why wiki will wish with within
    without work would wrap write yes yet you your
"""
COMMON = frozenset(_WORDS.split())
