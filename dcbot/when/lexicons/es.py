"""The Spanish words of time."""

from __future__ import annotations

from dcbot.when.lexicons.compound import compounds

WORDS = """
month 1: enero, ene, ene.
month 2: febrero, feb, feb.
month 3: marzo, mzo
month 4: abril, abr, abr.
month 5: mayo
month 6: junio, jun, jun.
month 7: julio, jul, jul.
month 8: agosto, ago, ago.
month 9: septiembre, setiembre, sept, sept., sep, set
month 10: octubre, oct, oct.
month 11: noviembre, nov, nov.
month 12: diciembre, dic, dic.
weekday 0: lunes
weekday 1: martes
weekday 2: miércoles
weekday 3: jueves
weekday 4: viernes
weekday 5: sábado
weekday 6: domingo
weekday~ 0: lun, lun.
weekday~ 1: mar, mar.
weekday~ 2: mié, mié., miér
weekday~ 3: jue, jue.
weekday~ 4: vie, vie.
weekday~ 5: sáb, sáb.
weekday~ 6: dom, dom.
weekdays 5: sábados
weekdays 6: domingos
num 0: cero
num 1: uno, una, un
num 2: dos
num 3: tres
num 4: cuatro
num 5: cinco
num 6: seis
num 7: siete
num 8: ocho
num 9: nueve
num 10: diez
num 11: once
num 12: doce
num 13: trece
num 14: catorce
num 15: quince
num 16: dieciséis
num 17: diecisiete
num 18: dieciocho
num 19: diecinueve
num 20: veinte
num 21: veintiuno, veintiún, veintiuna
num 22: veintidós
num 23: veintitrés
num 24: veinticuatro
num 25: veinticinco
num 26: veintiséis
num 27: veintisiete
num 28: veintiocho
num 29: veintinueve
num 30: treinta
num 31: treinta y uno, treinta y un
num 40: cuarenta
num 45: cuarenta y cinco
num 50: cincuenta
num 60: sesenta
num 90: noventa
one: un, una
several: unos, unas, algunos, algunas, varios, varias, un par de
ord 1: primer, primero, primera, primeros, primeras
ord 2: segundo, segunda
ord 3: tercer, tercero, tercera
ord 4: cuarto, cuarta
ord 5: quinto, quinta
ord -2: penúltimo, penúltima, antepenúltimo
ordsuffix: o, a, er, ro, ra, do, da, to, ta
last: último, última, últimos, últimas
past: pasado, pasada, último, última
next: próximo, próxima, siguiente, que viene, próximos, entrante
coming: que viene ahora
this: este, esta, estos, en curso, corriente
unit minute: minuto, minutos, min
unit hour: hora, horas
unit day: día, días
unit week: semana, semanas
unit month: mes, meses
unit year: año, años
unit quarter: trimestre, trimestres
unit workday: día laborable, día hábil, día laboral
workdays: días laborables, días hábiles, días laborales, días de semana, entre semana
dueday 1 week: ocho días
dueday 2 week: quince días, 15 días
dur 2 week: quincena
dur 45 minute: tres cuartos de hora
dur 15 minute: un cuarto de hora, cuarto de hora
dur 90 minute: hora y media
part morning: de la mañana, por la mañana, en la mañana, la mañana, a la mañana, mañanas
part noon: del mediodía, de mediodía
part afternoon: tarde, de la tarde, por la tarde, en la tarde, la tarde, a la tarde
part night: noche, de la noche, por la noche, en la noche, la noche, a la noche
part dawn: madrugada, de la madrugada, en la madrugada, por la madrugada
part evening: tardecita
rel 0: hoy, hoy mismo
rel 1: mañana
rel 2: pasado mañana
rel -1: ayer
rel -2: anteayer, antier, antes de ayer
relpart 0 night: esta noche
relpart 0 morning: esta mañana
relpart 0 afternoon: esta tarde
noon: mediodía, el mediodía, medio día
midnight: medianoche, la medianoche, media noche
ampm am: am, a.m., a. m.
ampm pm: pm, p.m., p. m.
at: a las, a la, a, al, las, desde las, sobre la hora de
oclock: horas, hrs, hs, h, hora, en punto
on: el, en, para el, los
in: en, dentro de, de aquí a, en unas
of: de, del, de la, de las
the: el, la, los, las
plural: los, las, todos los, todas las
and: y, e
or: o, u, o bien
to: a, al, a las, a la, hasta, hasta las, hasta la
between: entre, entre las
from: de, del, desde, desde las, desde el, de las
later: después, más tarde, a partir de hoy, a partir de ahora
agopre: hace
refbefore: antes de, antes del, antes que
beside -1: la víspera, víspera, en vísperas, vísperas, el día antes, el día anterior, un día antes
beside 1: el día después, el día siguiente, al día siguiente, un día después
refafter: después de, después del, a partir del, desde el
half: media, medio
quarter: cuarto
minushour: menos
tohour: para las, para la
dayword: día, el día, del día, los días
andhour: y
every: cada, todos los, todas las, todos, todas, todo
alternate: alterno, alternos, sí y otro no, sí y uno no, sí otro no
yes: sí
no: no
freq 1 day: diario, diaria, diariamente
freq 1 week: semanal, semanalmente
freq 2 week: quincenal, quincenalmente
freq 1 month: mensual, mensualmente
freq 3 month: trimestral, trimestralmente
freq 1 year: anual, anualmente
freq? week: bisemanal
freq? month: bimensual, bimestral
once: una vez por, una vez a la, una vez al, una vez cada
per: por, al, a la
except: excepto, excepto en, excepto el, excepto los, salvo, salvo en, salvo el, menos en
except: a excepción de, menos, exceptuando, con excepción de
until: hasta, hasta el
start: a partir de, a partir del, desde, desde el, comenzando el, empezando el, a contar del
start: con inicio el
count: veces, sesiones, reuniones, ocasiones
lasting: durante, por, duración
by: a más tardar, a más tardar el, para el, fecha límite, plazo, antes de terminar el
zoneword: hora de, hora del, hora en, hora local de, hora local, horario de, horas de, hora
zoneword: a la hora de
ownzone: mi hora, hora mía, nuestra hora
yourzone: hora local, tu hora, su hora
end: fin de, fin del, el fin de, final de, el final de, final del, a fin de
begin: principios de, a principios de, comienzos de, a comienzos de, inicios de, a inicios de
begin: mediados de, a mediados de, finales de, a finales de, fines de, a fines de
begin: hacia finales de, primera quincena de, segunda quincena de
daybound: fin del día, al final del día, final del día, fin de la jornada, a primera hora
daybound: a última hora, cierre del día
weekbound: fin de semana, finde, el fin de semana
vague: por confirmar, por definir, a confirmar, por determinar
event: fgi, igf, conferencia, plenaria, foro
vague: hacia, alrededor de, aproximadamente, aprox, pronto, temprano, tarde, más o menos, quizás
vague: quizá, tal vez, ahora, ahorita, algún día, un día de estos, cerca de, probablemente, como a
vague: como a las, sobre las
context: misma hora, a la misma hora, la misma hora, mismo día, el mismo día, como siempre
context: de costumbre, la hora de siempre, navidad, año nuevo
context: semana santa, pascua, nochebuena, ramadán, originalmente, inicialmente
danger: no, ni, nunca, sin, antes de, antes del, antes, después de, después del, después, tras
danger: desde, salvo si, en vez de, en vez del, en lugar de, en lugar del, excepto, menos
moving: mover, aplazar, posponer, trasladar, cambiar, reprogramar, adelantar
filler: aquí
filler: comenzará, empezará, iniciará, comenzamos, empezamos, se realizará, realizará
filler: se llevará a cabo, llevará a cabo, está prevista, está previsto, está programada
filler: está programado, está convocada, se reunirá, reunirá
filler: reunión, la reunión, una reunión, reuniones, llamada, la llamada, sesión, taller
filler: seminario, encuentro, cita, será, es, son, se, nos, vemos, nos vemos, reunimos, reunámonos
filler: quedamos, hablamos, tendrá lugar, tendremos, tiene lugar, celebrará, se celebrará
filler: propongo, proponemos, digamos, vamos, vamos a, por favor, gracias, hola, estimados
filler: estimadas, todos, todas, queridos, nuestra, nuestro, próxima reunión, la próxima reunión
filler: cancelar, cancela, empieza, comienza, inicia, en punto, fecha, podemos, podríamos, vernos
filler: reunirnos, hablar, coordinación, buenas, orden del día, agenda, por zoom, en línea
filler: convocada, convocamos, programada, programar, únicamente, solo, mi
topic: para, sobre, acerca de, con, a fin de que, con motivo de, respecto a, orden del día
topic: con el fin de
room: sala, en la sala, salón
either: ya sea
options: opciones, franjas, posibilidades, propuestas, alternativas, horarios
yearword: año
context: festivos, días festivos, feriados, días feriados, vacaciones, festivo, feriado
vague: como muy pronto, provisional, provisionalmente, tentativamente, tentativo, en adelante
vague: al menos, o más tarde, idealmente, preferentemente, preferiblemente, en principio
vague: lo antes posible, cuanto antes, posible, posiblemente, estimado, estimada, a eso de, tipo
danger: sino, pero, tampoco, nada, nadie, ningún, ninguno, imposible, jamás
moving: aplaza al, aplazada al, aplazado al, aplaza a, pospone al, pospuesta al, pospuesto al
moving: pospone para el, pospuesta para el, aplazada para el, traslada al, trasladada al
moving: pasa al, pasa a, pasado al, se pasa al, cambia al, cambiada al, adelanta al, adelantada al
moving: movida al, movido al, mueve al, reprogramada para el, reprogramado para el, aplazado para el
filler: buen día
filler: re, rv, fwd, asunto, cuándo, dónde, quién, les, te, le, os, parece, bien les parece
filler: viene bien
filler: conviene, les conviene, convendría, reserven, reserve, reserva, reservar, la fecha, anoten
filler: anotar, invitamos, invitados, invitado, están invitados, estaremos, estaré, estoy, están
filler: estamos, disponible, disponibles, libre, libres, puedo, pueden, puedes, podría, quiero
filler: quisiera, queremos, hacer, haremos, hacemos, participar, unirse, únanse, organizamos
filler: organizar, organiza, videollamada, videoconferencia, teleconferencia, capacitación, curso
filler: charla, panel, mesa redonda, consulta, asamblea, general, comité, grupo, de trabajo
filler: equipo, miembros, coalición, dinámica, secretaría, colegas, todos y todas, buenos días
filler: buenas tardes, buenas noches, saludos a todos, recordatorio, invitación, próxima llamada
filler: también, además, confirmado, confirmada, confirmamos, bien, ok, de acuerdo, gracias por
topic: saludos, atentamente, cordialmente, un saludo, un abrazo, saludos cordiales, lugar, enlace
danger: fuera de, aparte de, más allá de, más allá del, previo a, previo al, anterior a, anterior al
danger: posterior a, posterior al, luego de, luego del, salvo que, a menos que
until: hasta las, hasta la
begin: mediados, principios, finales, inicios, comienzos
filler: todo el día, el día entero, día completo, todo el día del, jornada completa
filler: queda, cancelada, cancelado, suspendida, inclusive, incluido
nextday: del día siguiente, del siguiente día, al día siguiente
filler: yo, tú, él, ella, ellos, ellas, usted, ustedes, nosotros, me, lo, su, sus, tu, tus, mis
filler: nuestros, nuestras
filler: que, qué, quien, quién, cuál, cómo, como, donde, eso, esto, esa, ese, aquello, allí, ahí
filler: así, muy, ya
filler: soy, eres, somos, sea, sean, fue, fueron, ser, estar, estuvo, hay, habrá, había, haya, he
filler: has, ha, hemos
filler: han, haber, voy, va, van, ir, vaya, vengo, viene, vienen, venir, vendrá, puede, podrá
filler: podrán, poder
filler: debe, deben, debemos, deber, tengo, tiene, tienen, tener, tendrán, tendrá, quiere, quieren
filler: querer, querría
filler: gustaría, sé, sabe, saben, saber, creo, pienso, piensan, espero, esperamos, esperar
filler: prefiero, prefieren
filler: pido, pide, pregunto, pregunta, preguntas, responder, respondan, responde, respuesta
filler: respuestas, decir
filler: digo, dice, dicen, dijo, hablo, habla, hablan, hablaremos, llamo, llama, llamaré, llaman
filler: llamamos, te llamo
filler: les llamo, les llamaré, le llamo, escribo, escribe, escriban, escribir, enviar, envío
filler: envían, envíen, envíe
filler: mandar, mando, manden, mande, remitir, remitan, entregar, entrega, entreguen, entregas
filler: presentar, presentan
filler: presentación, presentaciones, presenten, someter, solicitud, solicitudes, inscripción
filler: inscripciones
filler: inscribirse, inscríbanse, registro, registrarse, publicar, publicado, publicada, publicación
filler: compartir
filler: terminar, termina, terminan, acaba, acaban, vence, vencen, cierra, cierran, cierre de
filler: llegar, llega, llegan
filler: llegada, salir, sale, salen, salida, espera, abrir, abre, apertura, lanzar, lanzamiento
filler: inauguración
filler: asistir, asistencia, asistentes, participantes, participación, participan, ponentes
filler: ponencia, invitación a
filler: preparar, preparación, preparatoria, preparatorio, discutir, debatir, debate, intercambio
filler: conversar
filler: conversación, conversatorio, entrevista, seguimiento, balance, informe, informes, documento
filler: documentos
filler: proyecto, proyectos, texto, comentarios, contribución, contribuciones, propuesta, propuestas
filler: votar, voto
filler: votación, elección, elecciones, resultados, decisión, consejo, junta, presidente, presidenta
filler: presidencia
filler: asociación, red, comunidad, universidad, gobierno, organización, colega, amigo, amiga
filler: amigos, gente, mundo
filler: perfecto, perfecta, excelente, genial, estupendo, claro, entendido, vale, listo, me va bien
filler: les va bien
filler: te va bien, nos va bien, me viene bien, les viene bien, te viene bien, me parece bien
filler: os parece bien
filler: os parece, sin problema, disculpen, perdón, bienvenidos, bienvenidas, bienvenido
filler: luego nos
filler: juntos, juntas, aquí mismo, acá, oficina, casa, por teléfono, por zoom, por meet, por teams
filler: en línea, virtual
filler: presencial, presencialmente, a distancia, híbrida, híbrido, correo, mensaje, meeting, call
filler: si es posible
filler: si pueden, si puedes, si quieren, si quieres, si les parece, si te parece, si os parece
filler: si les va bien
filler: si te va bien, si están de acuerdo, si estás de acuerdo, mejor, no olviden, no olvides
filler: no se olviden, anota
topic: para hablar, para discutir, para revisar, para preparar, con el objetivo de
numbered: versión, sección, capítulo, artículo, página, párrafo, figura, tabla, cuadro, anexo
numbered: resolución
numbered: norma, número, €, $
street: calle, avenida, av, plaza, carrera
closing: entonces, pues
more: todavía, aún
held: fue, fueron, era, estuvo, tuvo lugar, se celebró, se realizó, empezó, comenzó, terminó
held: ocurrió
meal: almuerzo, desayuno, cena
danger: mejor que, más que
filler: arranca, arrancan, arranque, comienza, inicia, porfa, por fa, huso horario, zona horaria
"""

TENS = {30: "treinta", 40: "cuarenta", 50: "cincuenta"}
ONES = "uno/un/una, dos, tres, cuatro, cinco, seis, siete, ocho, nueve"


def made() -> list[str]:
    """The lines that are better made than written: numbers of two words."""
    return list(compounds(TENS, ONES, " y "))
