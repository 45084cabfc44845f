"""The French words of time."""

from __future__ import annotations

from dcbot.when.lexicons.compound import compounds

WORDS = """
month 1: janvier, janv, janv.
month 2: février, fév, févr, févr., fév.
month 3: mars
month 4: avril, avr, avr.
month 5: mai
month 6: juin
month 7: juillet, juil, juil.
month 8: août, aout
month 9: septembre, sept, sept.
month 10: octobre, oct, oct.
month 11: novembre, nov, nov.
month 12: décembre, déc, déc.
weekday 0: lundi
weekday 1: mardi
weekday 2: mercredi
weekday 3: jeudi
weekday 4: vendredi
weekday 5: samedi
weekday 6: dimanche
weekday~ 0: lun, lun.
weekday~ 1: mar, mar.
weekday~ 2: mer, mer., merc
weekday~ 3: jeu, jeu., jeud
weekday~ 4: ven, ven., vend
weekday~ 5: sam, sam.
weekday~ 6: dim, dim.
weekdays 0: lundis
weekdays 1: mardis
weekdays 2: mercredis
weekdays 3: jeudis
weekdays 4: vendredis
weekdays 5: samedis
weekdays 6: dimanches
num 0: zéro
num 1: un, une
num 2: deux
num 3: trois
num 4: quatre
num 5: cinq
num 6: six
num 7: sept
num 8: huit
num 9: neuf
num 10: dix
num 11: onze
num 12: douze
num 13: treize
num 14: quatorze
num 15: quinze
num 16: seize
num 17: dix-sept
num 18: dix-huit
num 19: dix-neuf
num 20: vingt
num 21: vingt et un, vingt et une
num 22: vingt-deux
num 23: vingt-trois
num 24: vingt-quatre
num 25: vingt-cinq
num 30: trente
num 40: quarante
num 45: quarante-cinq
num 50: cinquante
num 60: soixante
num 90: quatre-vingt-dix
one: un, une
several: quelques, plusieurs, une quinzaine de, une dizaine de, une huitaine de, une huitaine
several: une quinzaine, une dizaine, une quinzaine de jours
ord 1: premier, première, premiers, premières
ord 2: deuxième, second, seconde, deuxièmes, seconds
ord 3: troisième, troisièmes
ord 4: quatrième, quatrièmes
ord 5: cinquième
ord -2: avant-dernier, avant-dernière
ordsuffix: er, ère, ère, re, e, ème, eme, ième, nd, nde
last: dernier, dernière, derniers, dernières
past: dernier, dernière, passé, passée
next: prochain, prochaine, suivant, suivante
coming: qui vient, à venir, ce prochain
this: ce, cet, cette
unit minute: minute, minutes, min
unit hour: heure, heures
unit day: jour, jours
unit week: semaine, semaines
unit month: mois
unit year: an, ans, année, années
unit quarter: trimestre, trimestres
unit workday: jour ouvrable, jour ouvré, jour de semaine
workdays: jours ouvrables, jours ouvrés, jours de semaine, jours de la semaine
dueday 1 week: huit jours, 8 jours
dueday 2 week: quinze jours, 15 jours
dur 30 minute: une demi-heure, demi-heure
dur 15 minute: un quart d'heure, quart d'heure
dur 45 minute: trois quarts d'heure
part morning: matin, matinée, le matin, du matin, au matin, dans la matinée, en matinée
part afternoon: après-midi, l'après-midi, de l'après-midi, dans l'après-midi, aprèm
part evening: soir, du soir, le soir, soirée, dans la soirée, en soirée, de soirée
part night: nuit, la nuit, de la nuit, dans la nuit
rel 0: aujourd'hui, aujourd'hui même, ce jour même, ce jour, aujourdhui
rel 1: demain
rel 2: après-demain
rel -1: hier
rel -2: avant-hier
relpart 0 evening: ce soir
relpart 0 morning: ce matin
relpart 0 afternoon: cet après-midi
noon: midi
midnight: minuit
at: à, vers l'heure de
oclock: heure, heures, h, hr, hrs
on: le, en, au, dans
in: dans, en, d'ici à, d'ici
of: de, du, d', des
the: le, la, l', les
plural: les
and: et, puis
or: ou, ou bien
to: à, au, jusqu'à, jusqu'au
between: entre
from: de, du, depuis, dès
later: plus tard, après aujourd'hui
ago~: avant
agopre: il y a
refafter: après, à partir de, après le
refbefore: avant, avant le
beside -1: la veille, veille, à la veille, le jour avant, un jour avant
beside -2: l'avant-veille, avant-veille
beside 1: le lendemain, lendemain, le jour après, un jour après
beside 2: surlendemain, le surlendemain
half: demi, demie
quarter: quart
minushour: moins, moins le
every: chaque, tous les, toutes les, tous, toutes, tout
surdeux: sur
wkplus 1: en huit, en 8
wkplus 2: en quinze, en 15
freq 1 day: quotidien, quotidienne, quotidiennement
freq 1 week: hebdomadaire, hebdomadairement
freq 1 month: mensuel, mensuelle, mensuellement
freq 3 month: trimestriel, trimestrielle, trimestriellement
freq 1 year: annuel, annuelle, annuellement
freq? week: bihebdomadaire
freq? month: bimensuel, bimensuelle, bimestriel
once: une fois par, une fois tous les, une fois toutes les
per: par
except: sauf, sauf en, sauf le, sauf au mois de, sauf les, excepté, excepté en, à l'exception de
except: à l'exception du, à l'exception d', hormis, hors
until: jusqu'à, jusqu'au, jusqu'en, jusqu'à la
start: à partir de, à partir du, à compter du, à compter de, dès, dès le, débutant le
start: commençant le, depuis le
count: fois, séances, réunions
lasting: pendant, durant, pour, durée
by: pour le
by: d'ici, d'ici à, d'ici le, d'ici au, au plus tard, au plus tard le, date limite, échéance
zoneword: heure locale de, heure locale, heure, à l'heure de, à l'heure d'
zoneword: à l'heure de, à l'heure d'
ownzone: heure d'ici, mon heure, de mon côté, chez moi, chez nous
yourzone: heure locale, votre heure
end: fin, fin de, fin du, la fin de, la fin du, à la fin de, à la fin du, fin d'
begin: début, au début de, au début du, début de, mi, mi-, milieu, au milieu de, au milieu du
begin: courant
daybound: fin de journée, en fin de journée, début de journée, en fin d'après-midi
daybound: en début d'après-midi, en fin de matinée, en début de matinée, en milieu de journée
weekbound: week-end, weekend, le week-end, fin de semaine, fin de la semaine, en fin de semaine
vague: à confirmer, à préciser, à déterminer, à définir
event: fgi, igf, conférence, plénière, forum
vague: vers, environ, bientôt, aux alentours de, aux environs de, autour de, peut-être, tôt, tard
vague: plus tôt, tantôt, maintenant, prochainement, dans la journée, à peu près
vague: midi et deux, probablement, éventuellement, quelque part
context: même heure, à la même heure, la même heure, comme d'habitude, d'habitude, le même jour
context: heure habituelle, noël, pâques, nouvel an, ramadan
context: initialement, toussaint
danger: ne, n', pas, sans, ni, non, avant, après, depuis, jamais, sauf si, au lieu de, au lieu du
danger: plutôt que, moins
moving: déplacer, déplacée, reporter, reportée, décaler, avancer, au lieu du
filler: commencera, débutera, se déroulera, est prévue, est prévu, est fixée, est fixé
filler: sera organisée, sera organisé, est maintenue, est programmée, commencerons, commençons
filler: est convoquée
filler: réunion, la réunion, appel, l'appel, séance, session, rendez-vous, rdv, atelier, webinaire
filler: aura lieu, se tiendra, sera, est, on, se, nous, je, il, elle, réunis, réunissons-nous
filler: retrouvons-nous, voyons, voyons-nous, rencontrons-nous, proposons, propose, disons, prévu
filler: prévue, prévoir, fixé, fixée, c'est, donc, s'il vous plaît, svp, merci, bonjour, chers
filler: tous, toutes, notre, nos, prochaine réunion, la prochaine réunion, annuler, annulez
filler: commence, débute, précises, précise, pile, date, ordre du jour, s'il, plaît, ok, d'accord
filler: coordination, voir, parler, peut-on, pouvons-nous, se voir, se parler, en ligne, ont lieu
filler: a lieu, an de grâce, seulement
topic: pour, afin de, afin d', au sujet de, à propos de, concernant, sur, avec, ordre du jour
topic: chez
either: soit
room: salle, dans la salle, en salle
options: options, créneaux, possibilités, propositions, choix, horaires
yearword: année, an
context: jours fériés, jour férié, fériés, vacances, congés
vague: au plus tôt, provisoirement, provisoire, sous réserve, à titre provisoire, minimum
vague: au moins, ou plus tard, idéalement, de préférence, en principe, environ à, sans doute
vague: dès que possible, plus ou moins, approximativement, peut être
danger: mais, ne pas, rien, personne, aucun, aucune, guère, impossible, indisponible
moving: reportée au, reporté au, reporté à, reportée à, déplacée au, déplacé au, décalée au
moving: décalé au, avancée au, avancé au, repoussée au, repoussé au, déplacée à, déplacé à
moving: repoussée à, repoussé à, reprogrammée au, reprogrammé au, remise au, remis au
filler: bonne journée, bonne soirée, bon après-midi, bonne nuit
filler: re, tr, rép, fwd, objet, quand, qui, que, est-ce que, vous, moi, toi, convient
filler: conviendrait
filler: convenir, voit, voient, verrons, verra, annulé, annulée, bon, bonne, pour moi, pour nous
filler: pour tous, noter, notez, de noter, retenez, retenir, la date, réservez, réserver, invité
filler: invitée, invités, vous invite, vous invitons, invitons, serons, seront, sont, ai, avons
filler: avez, disponible, disponibles, libre, libres, possible, aimerais, voudrais, souhaite
filler: souhaitons, peux, pouvez, pourrions, faire, fait, faisons, tenir, tient, participer
filler: rejoindre, rejoignez-nous, organiser, organisé, organisée, organisons, organise
filler: conférence téléphonique
filler: visioconférence, visio, formation, cours, débat, table ronde, consultation, assemblée
filler: générale, mensuelle réunion, comité, groupe, de travail, équipe, membres
filler: coalition
filler: dynamique, secrétariat, collègues, chères, cher, chère, tout le monde, à tous, bonsoir
filler: salut
filler: rappel, invitation, prochain appel, prochain rendez-vous, aussi, également, bien, merci de
topic: cordialement, bien à vous, bien cordialement, salutations, amicalement, à bientôt, lieu, lien
danger: à part, au-delà, au-delà de, au-delà du, antérieur au, antérieure au, postérieur au
danger: postérieure au
danger: en dehors de, en dehors du, préalable, outre, passé le
filler: toute la journée, journée entière, la journée entière
filler: inclus, incluse, inclusivement, compris, parle, parlons, parler, irait, iraient, va, ira
nextday: le lendemain, lendemain, du lendemain, le jour suivant
filler: tu, ils, elles, moi, toi, lui, leur, leurs, mon, ma, mes, ton, ta, tes, son, sa, ses, votre
filler: vos, notre
filler: que, qu', qui, quoi, quel, quelle, comment, pourquoi, comme, ça, cela, ceci, celui, celle
filler: ici, là, y
filler: c'est, il y aura, était, étaient, être, été, fut, soyez
filler: ont été
filler: va, vas, vais, allons, allez, vont, aller, viens, vient, venez, venir, viendra, peut
filler: peuvent, pourra
filler: pourrez, pourrait, pourriez, dois, doit, devons, devez, devra, devrait, faut, faudra
filler: faudrait, veux
filler: veut, voulez, voulons, vouloir, voudriez, aimerions, sais, sait, savez, savoir, pense
filler: pensez, pensons
filler: crois, croyez, espère, espérons, souhaitez, préfère, préférez, demande, demandez, réponds
filler: répondez
filler: répondre, de répondre, réponse, réponses, dire, dit, dites, dis, parlez, parlerons, appelle
filler: appelles
filler: appellerai, rappelle, rappelons, rappelez, je t'appelle, je vous appelle, téléphone, écris
filler: écrivez
filler: envoyer, envoyez, envoie, envoyons, envoyé, transmettre, transmettez, remettre, rendre
filler: remise, rendu
filler: soumettre, soumettez, soumission, soumissions, déposer, dépôt, candidature, candidatures
filler: inscription
filler: inscriptions, inscrivez-vous, inscrire, publier, publié, publiée, publication, partager
filler: finir, fini
filler: finit, termine, terminer, termine, clôture, arriver, arrive, arrivons, arrivée, partir, part
filler: partons
filler: départ, attends, attendons, attendre, commencer, commence, débuter, ouvrir, ouvre, ouverture
filler: lancer
filler: lancement, participer, participation, participants, assister, intervenir, intervenants
filler: présenter
filler: présentation, présentations, préparer, préparation, préparatoire, discuter, débattre
filler: échanger, échange
filler: échanges, discussion, discussions, débats, entretien, point d'étape, suivi, bilan
filler: compte rendu, rapport
filler: rapports, document, documents, projet, projets, texte, avis, commentaires, contribution
filler: contributions
filler: proposition, proposer, vote, voter, scrutin, élection, élections, résultats, décision
filler: consultation
filler: conseil, bureau, président, présidente, présidence, comité de pilotage, pilotage
filler: association, réseau
filler: communauté, université, gouvernement, organisation, collègue, ami, amis, amie, gens, monde
filler: personnes
filler: parfait, parfaite, super, génial, excellent, excellente, volontiers, entendu, compris, noté
filler: ça marche
filler: ça me va, ça vous va, ça te va, me va, vous va, me convient, te convient, nous convient
filler: vous conviendrait
filler: pas de problème, pas de souci, désolé, désolée, pardon, bienvenue, bon courage, déjà
filler: toujours là
filler: très, trop, vraiment, justement, simplement, exactement à, ensuite, ensemble, ici même
filler: chez vous
filler: en visio, par zoom, sur zoom, sur teams, par téléphone, par visio, en présentiel, à distance
filler: meeting
filler: call, visioconf, mail, courriel, message, si possible, si vous voulez, si tu veux
filler: si ça vous va
filler: si ça te va, si cela vous convient, si cela te convient, si vous êtes d'accord
filler: si tu es d'accord
filler: si vous êtes disponibles, si tu peux, si vous pouvez, plutôt, n'oubliez pas, n'oublie pas
filler: à noter
topic: pour discuter, pour parler, pour préparer, pour faire le point, afin, lieu de rendez-vous
numbered: version, section, chapitre, article, page, paragraphe, figure, tableau, annexe, résolution
numbered: norme
numbered: numéro, n°, €, $
street: rue, rue du, rue de la, avenue, avenue du, boulevard, boulevard du, place du
closing: alors, du coup, donc
more: encore
held: était, étaient, fut, furent, a été, ont été, a eu lieu, ont eu lieu, a commencé, a débuté
held: s'est tenue, s'est tenu, s'est déroulée, s'est terminée, ont commencé
meal: déjeuner, petit-déjeuner, dîner
danger: mieux que
filler: ferme, ferment, fermeture, lance, débute, démarre, démarrage, fuseau horaire
"""

TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante"}
ONES = "et un/et une, deux, trois, quatre, cinq, six, sept, huit, neuf"


def made() -> list[str]:
    """The lines that are better made than written: numbers of two words."""
    return list(compounds(TENS, ONES))
