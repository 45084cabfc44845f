"""The Portuguese words of time."""

from __future__ import annotations

from dcbot.when.lexicons.compound import compounds

WORDS = """
month 1: janeiro, jan, jan.
month 2: fevereiro, fev, fev.
month 3: março, mar, mar.
month 4: abril, abr, abr.
month 5: maio, mai, mai.
month 6: junho, jun, jun.
month 7: julho, jul, jul.
month 8: agosto, ago, ago.
month 9: setembro, set, set.
month 10: outubro, out, out.
month 11: novembro, nov, nov.
month 12: dezembro, dez, dez.
weekday 0: segunda-feira, 2ª feira, 2a feira
weekday 1: terça-feira, 3ª feira, 3a feira
weekday 2: quarta-feira, 4ª feira, 4a feira
weekday 3: quinta-feira, 5ª feira, 5a feira
weekday 4: sexta-feira, 6ª feira, 6a feira
weekday 5: sábado
weekday 6: domingo
weekday~ 0: segunda, seg, seg.
weekday~ 1: terça, ter, ter.
weekday~ 2: quarta, qua, qua.
weekday~ 3: quinta, qui, qui.
weekday~ 4: sexta, sex, sex.
weekday~ 5: sáb, sáb.
weekday~ 6: dom, dom.
weekdays 0: segundas-feiras, segundas
weekdays 1: terças-feiras, terças
weekdays 2: quartas-feiras, quartas
weekdays 3: quintas-feiras, quintas
weekdays 4: sextas-feiras, sextas
weekdays 5: sábados
weekdays 6: domingos
num 0: zero
num 1: um, uma
num 2: dois, duas
num 3: três
num 4: quatro
num 5: cinco
num 6: seis
num 7: sete
num 8: oito
num 9: nove
num 10: dez
num 11: onze
num 12: doze
num 13: treze
num 14: catorze, quatorze
num 15: quinze
num 16: dezesseis, dezasseis
num 17: dezessete, dezassete
num 18: dezoito
num 19: dezenove, dezanove
num 20: vinte
num 21: vinte e um, vinte e uma
num 22: vinte e dois, vinte e duas
num 23: vinte e três
num 24: vinte e quatro
num 25: vinte e cinco
num 30: trinta
num 31: trinta e um
num 40: quarenta
num 45: quarenta e cinco
num 50: cinquenta
num 60: sessenta
num 90: noventa
one: um, uma
several: alguns, algumas, uns, umas, vários, várias, um par de
ord 1: primeiro, primeira, primeiros, primeiras
ord 2: segundo, segunda
ord 3: terceiro, terceira
ord 4: quarto, quarta
ord 5: quinto, quinta
ord -2: penúltimo, penúltima
ordsuffix: o, a, º, ª
last: último, última, últimos, últimas
past: passado, passada, último, última
next: próximo, próxima, que vem, seguinte, próximos
coming: que vem agora
this: este, esta, esse, essa, neste, nesta, nesse, nessa, deste, desta
unit minute: minuto, minutos, min
unit hour: hora, horas
unit day: dia, dias
unit week: semana, semanas
unit month: mês, meses
unit year: ano, anos
unit quarter: trimestre, trimestres
unit workday: dia útil, dia de semana
workdays: dias úteis, dias de semana
dueday 1 week: oito dias
dueday 2 week: quinze dias, 15 dias
dur 2 week: quinzena
dur 45 minute: três quartos de hora
dur 15 minute: um quarto de hora, quarto de hora
part morning: manhã, da manhã, de manhã, pela manhã, na parte da manhã, a manhã
part noon: do meio-dia
part afternoon: tarde, da tarde, à tarde, de tarde, na parte da tarde, pela tarde
part night: noite, da noite, à noite, de noite, pela noite
part dawn: madrugada, da madrugada, de madrugada, na madrugada
rel 0: hoje, hoje mesmo
rel 1: amanhã
rel 2: depois de amanhã
rel -1: ontem
rel -2: anteontem
relpart 0 night: esta noite, hoje à noite
relpart 0 morning: esta manhã, hoje de manhã
relpart 0 afternoon: esta tarde, hoje à tarde
noon: meio-dia
midnight: meia-noite
at: às, à, as, ao, aos, pelas, a partir das horas
oclock: horas, hora, h, hs, hrs, em ponto
on: em, no, na, nos, nas, o
in: em, dentro de, daqui a, daqui, de aqui a
of: de, do, da, d', das
the: o, a, os, as
plural: os, as, às, aos, nas, nos, todos os, todas as
and: e
or: ou
to: a, às, até, até às, ao, à
between: entre, entre as
from: de, das, da, desde, do, desde as
later: depois, mais tarde, a partir de hoje, a partir de agora
agopre: há
ago: atrás
refbefore: antes de, antes do, antes da
beside -1: véspera, a véspera, na véspera, o dia anterior, dia anterior, um dia antes, o dia antes
beside 1: o dia seguinte, dia seguinte, no dia seguinte, um dia depois, o dia depois
refafter: depois de, depois do, depois da, após, a partir de
half: meia, meio
quarter: quarto, um quarto, quinze
minushour: menos
tohour: para as, para a, para o
dayword: dia, no dia, do dia, ao dia, o dia, os dias, nos dias
andhour: e
every: cada, a cada, todo, toda, todos, todas, todos os, todas as
yes: sim
no: não
alternate: alternada, alternadas, alternados, alternado
freq 1 day: diário, diária, diariamente
freq 1 week: semanal, semanalmente
freq 2 week: quinzenal, quinzenalmente
freq 1 month: mensal, mensalmente
freq 3 month: trimestral, trimestralmente
freq 1 year: anual, anualmente
freq? week: bissemanal
freq? month: bimestral, bimensal
once: uma vez por, uma vez a cada
per: por, ao, à
except: exceto, excepto, exceto em, exceto no, exceto na, exceto nos, salvo, salvo em, menos em
except: com exceção de, à exceção de, menos, fora
until: até, até o, até ao, até a
start: a partir de, a partir do, a partir da, desde, começando em
start: começando no dia, com início em, iniciando em
count: vezes, sessões, reuniões, encontros
lasting: durante, por, duração
by: o mais tardar, no máximo até, prazo, data limite, até no máximo
zoneword: hora de, horário de, hora do, hora da, horário do, horário da, hora em, horas de
zoneword: fuso de, hora local de, hora local, horário, hora
ownzone: minha hora, meu horário, nosso horário
yourzone: hora local, horário local, seu horário
end: fim de, fim do, final de, final do, o fim de, o fim do, o final de, fim da
begin: início de, no início de, começo de, no começo de, meados de, em meados de, finais de
begin: nos finais de, em fins de, no final de, no fim de, primeira quinzena de
begin: segunda quinzena de, início do, meados do
daybound: fim do dia, final do dia, fim do expediente, no fim do dia, no final do dia
daybound: ao final do dia, final da tarde, fim da tarde, início da manhã
weekbound: fim de semana, final de semana
vague: a confirmar, a definir, por definir
event: fgi, igf, conferência, plenária, fórum
vague: por volta de, por volta das, cerca de, lá pelas, aproximadamente, em breve, logo, talvez
vague: agora, cedo, tarde, qualquer dia, mais ou menos, provavelmente
context: mesma hora, à mesma hora, mesmo horário, no mesmo horário, mesmo dia, como sempre
context: de costume, horário habitual, natal, ano novo, carnaval
context: páscoa, ramadã, originalmente, inicialmente
danger: não, nem, nunca, sem, antes de, antes do, antes, depois de, depois do, depois, após, desde
danger: salvo se, em vez de, em vez do, em lugar de, menos
moving: mover, adiar, mudar, transferir, remarcar, antecipar, passar
filler: aqui
filler: começará, iniciará, começamos, ocorrerá, será realizada, será realizado, está marcada
filler: está marcado, está prevista, está agendada, acontecerá, se realizará, reunirá
filler: reunião, a reunião, uma reunião, reuniões, chamada, sessão, oficina, webinar, encontro
filler: será, são, se, nos, vamos, vamos nos, encontrar, reunir, teremos, acontece, acontecerá
filler: terá lugar, realiza-se, realizar-se-á, proponho, propomos, digamos, por favor, obrigado
filler: obrigada, olá, prezados, prezadas, todos, todas, caros, nossa, nosso, próxima reunião
filler: a próxima reunião, cancelar, cancele, começa, inicia, em ponto, data, podemos, pode, ser
filler: coordenação, agendada, agendar, marcada, marcar, pelo zoom, online, que tal, fica, ficou
filler: marcado, somente, apenas
topic: para, sobre, acerca de, com, a fim de, a respeito de, pauta, com o objetivo de
room: sala, na sala
either: quer, ou então, seja
options: opções, horários, possibilidades, propostas, alternativas
yearword: ano
dayword: dias
context: feriados, feriado, férias, dias feriados
vague: no mínimo, provisório, provisoriamente, em diante, pelo menos, ou mais tarde, idealmente
vague: de preferência, preferencialmente, em princípio, o quanto antes, assim que possível
vague: possivelmente, estimado, estimada, por volta do, lá pelo, lá por, umas
danger: mas, senão, tampouco, nada, ninguém, nenhum, nenhuma, impossível, jamais
moving: adiada para, adiado para, transferida para, transferido para, remarcada para, remarcado para
moving: passou para, passa para, mudou para, mudada para, mudado para, antecipada para
moving: antecipado para
filler: re, res, enc, fwd, assunto, quando, onde, quem, vocês, você, lhes, convém, bom, boa, ótimo
filler: está bom, está bom para vocês, reservem, reserve, reservar, a data, anotem, anotar
filler: convidamos
filler: convidados, estaremos, estarei, estou, estão, estamos, disponível, disponíveis, livre
filler: posso, podem, poderia, gostaria, queremos, quero, fazer, faremos, fazemos, participar
filler: juntem-se, organizamos, organizar, organiza, videochamada, videoconferência, teleconferência
filler: formação, curso, palestra, painel, mesa redonda, consulta, assembleia, geral, comitê
filler: grupo, de trabalho, equipe, equipa, membros, coalizão, coligação, dinâmica, secretariado
filler: secretaria, colegas, bom dia, boa tarde, boa noite, lembrete, convite, próxima chamada
filler: também, além disso, confirmado, confirmada, confirmamos, bem, ok, de acordo, conversar
filler: falar
topic: abraços, atenciosamente, cordialmente, um abraço, saudações, cumprimentos, local, link
danger: à parte, além de, além do, prévio a, prévio ao, anterior a, anterior ao, posterior a
danger: posterior ao
danger: logo após, a menos que, salvo que
until: até às, até as, até à
begin: meados, começo, início, finais
filler: o dia todo, o dia inteiro, dia inteiro, todo o dia, durante todo o dia
filler: foi, cancelada, cancelado, inclusive, incluído, falamos, falaremos
nextday: do dia seguinte, no dia seguinte
filler: eu, tu, ele, ela, eles, elas, me, te, lhe, lo, la, seu, sua, seus, suas, teu, tua, meus
filler: minhas, minha, meu
filler: nossos, nossas, que, quem, qual, como, isso, isto, aquilo, aí, lá, assim, muito, já
filler: pois, bem, aqui
filler: sou, és, somos, sejam, foram, fosse, ser, estar, esteve, haverá, houve
filler: tenho, tem, têm
filler: temos, terá, terão, tivemos, vou, vai, vão, ir, iremos, venho, vem, vêm, vir, virá
filler: pôde, poderá, poderão
filler: posso, poder, devo, deve, devem, devemos, dever, deverá, querem, querer, queria, gosto
filler: sei, sabe, sabem
filler: saber, acho, creio, penso, espero, esperamos, esperar, prefiro, preferem, peço, pede
filler: pergunto, pergunta
filler: perguntas, responder, respondam, responda, resposta, respostas, dizer, digo, diz, dizem
filler: disse, falo, fala, ligo
filler: ligarei, te ligo, ligamos, ligar, liga, chamo, chamar, escrevo, escrevam, escrever, envio
filler: envie, envia, mandar
filler: mando, mandem, mande, remeter, entregar, entrega, entreguem, entregas, apresentar
filler: apresentação, apresentações
filler: apresentem, submeter, submissão, submissões, candidatura, candidaturas, inscrição
filler: inscrições, inscrever-se
filler: inscrevam-se, registro, registo, publicar, publicado, publicada, publicação, compartilhar
filler: partilhar, termina
filler: terminar, terminam, acaba, acabam, encerra, encerram, encerramento, vence, fecha, chegar
filler: chega, chegada, sair
filler: sai, saída, espera, abrir, abre, abertura, lançar, lançamento, inauguração, assistir
filler: participantes
filler: participação, participam, palestrantes, palestrante, convite para, preparar, preparação
filler: preparatória, discutir
filler: debater, debate, troca, conversa, entrevista, acompanhamento, balanço, relatório, relatórios
filler: documento
filler: documentos, projeto, projetos, texto, contribuição, contribuições, proposta, propostas
filler: votar, voto, votação
filler: eleição, eleições, resultados, decisão, conselho, diretoria, presidente, presidência
filler: associação, rede
filler: comunidade, universidade, governo, organização, colega, amigo, amiga, amigos, gente, pessoal
filler: pessoas, mundo
filler: perfeito, perfeita, excelente, legal, beleza, claro, entendido, certo, combinado, tudo bem
filler: tudo certo, está bem
filler: para mim está bom, funciona, funciona para mim, serve, sem problema, desculpe, desculpem
filler: bem-vindos
filler: juntos, juntas, escritório, casa, por telefone, pelo telefone, por zoom, pelo meet
filler: pelo teams, virtual
filler: presencial, presencialmente, à distância, híbrida, híbrido, email, e-mail, mensagem, meeting
filler: call, se possível
filler: se puderem, se puder, se quiserem, se quiser, se estiver bom, se for possível
filler: se concordarem, melhor, não esqueçam
filler: não esqueça, não se esqueçam, em vez disso, anota, anote, tá, ok para mim
topic: para conversar, para discutir, para falar, para preparar, para rever
numbered: versão, seção, secção, capítulo, artigo, página, parágrafo, figura, tabela, quadro, anexo
numbered: resolução
numbered: norma, número, €, $, r$
street: rua, avenida, av, praça
closing: então, pois
more: ainda
held: foi, foram, era, esteve, aconteceu, ocorreu, teve lugar, realizou-se, houve, começou, terminou
meal: almoço, jantar, café da manhã
danger: melhor que, melhor do que, mais que, mais do que, do que
filler: arranca, começa, inicia, por favorzinho, fuso horário
on: pra, pro
"""

TENS = {20: "vinte", 30: "trinta", 40: "quarenta", 50: "cinquenta"}
ONES = "um/uma, dois/duas, três, quatro, cinco, seis, sete, oito, nove"


def made() -> list[str]:
    """The lines that are better made than written: numbers of two words."""
    return list(compounds(TENS, ONES, " e "))
