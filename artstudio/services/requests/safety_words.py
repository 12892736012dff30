"""The words that safety rules look for, in English, German, French, Spanish and Italian. Pure.

All are written as `artstudio.services.requests.safety` compares them: small letters without
accents. Words that mean something harmless in one of the languages are left out:
granada (pomegranate), heroine, armes and armas (a coat of arms).
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.split(",") if phrase.strip())


WEAPONS = _words(
    "ammunition bayonet bayonets bomb bombs dagger daggers explosive explosives firearm "
    "firearms grenade grenades gun guns handgun handguns knife knives machete machetes "
    "pistol pistols revolver revolvers rifle rifles shotgun shotguns silencer suppressor "
    "waffe waffen schusswaffe schusswaffen gewehr gewehre maschinengewehr pistole pistolen "
    "messer dolch dolche bombe bomben granate granaten sprengstoff munition "
    "fusil fusils pistolet pistolets mitrailleuse couteau couteaux poignard poignards bombes "
    "explosif explosifs "
    "pistola pistolas fusiles escopeta ametralladora cuchillo cuchillos punal bomba bombas "
    "explosivo explosivos "
    "fucile fucili mitragliatrice coltello coltelli pugnale pugnali esplosivo esplosivi"
)
VIOLENCE = _words(
    "behead beheaded beheading execution gore gory kill killed killing kills massacre "
    "murder murdered murders slaughter torture tortured "
    "mord morde ermordet ermorden toten totet enthauptet enthauptung folter massaker hinrichtung "
    "meurtre meurtres assassinat tuer decapite decapitation "
    "asesinato asesinatos matanza tortura decapitado decapitacion "
    "omicidio omicidi uccidere massacro decapitato decapitazione"
)
HATE = _words(
    "hakenkreuz hakenkreuze kkk nazi nazis ss-runes ss-runen swastika swastikas "
    "esvastica esvasticas svastica svastiche nazista nazisti"
)
SEXUAL = _words(
    "erotic erotica hentai nude nudes nudity porn porno pornographic pornography xxx "
    "nackt nackte nackter nacktheit erotik erotisch pornografie pornographie erotique nudite "
    "desnudo desnuda desnudos desnudas pornografia erotico erotica nudo nuda nudi nudita"
)
SELF_HARM = _words(
    "self-harm suicidal suicide selbstmord suizid selbstverletzung automutilation "
    "suicidio autolesion autolesionismo"
)
DRUGS = _words(
    "cocaine heroin meth methamphetamine kokain cocaina heroina eroina metanfetamina methamphetamin"
)

#: Names that hardly stand for anything else.
BRANDS = _phrases(
    "gibson, gretsch, epiphone, ibanez, rickenbacker, stratocaster, telecaster, jazzmaster, "
    "les paul, paul reed smith, takamine, larrivee, hofner, hoefner, yamaha, d angelico, "
    "disney, nike, adidas, lego, coca cola, pepsi, starbucks, mcdonalds, mcdonald s, ferrari, "
    "lamborghini, porsche, harley davidson, louis vuitton, gucci, prada, chanel, rolex, nintendo, "
    "playstation, marvel comics, apple logo, logo d apple"
)
#: Everyday uses of those, set aside before the search.
NOT_BRANDS = _phrases(
    "gibson girl, gibson girls, gibson cocktail, gibson desert, mel gibson, william gibson, "
    "debbie gibson, althea gibson, henry gibson, bob gibson, josh gibson, victory of nike, "
    "nike of samothrace, goddess nike, nike goddess, gottin nike, nike von samothrake, "
    "nike de samothrace, nike di samotracia, nike de samotracia, diosa nike, dea nike, "
    "deesse nike, winged nike, coco chanel"
)
#: Makers whose names are names or things too: they count beside a word of `BRAND_CONTEXT`.
AMBIGUOUS_BRANDS = _words(
    "martin taylor fender jackson guild washburn collings ovation seagull warwick prs apple "
    "marshall squier godin"
)
#: First names among them: of a person is "Martin's guitar".
FIRST_NAMES = _words("martin taylor jackson marshall")
BRAND_CONTEXT = _words(
    "guitar guitars gitarre gitarren guitare guitares guitarra guitarras chitarra chitarre bass "
    "basse basso bajo ukulele headstock headstocks kopfplatte pickguard schlagbrett dreadnought "
    "logo logos logotype logotipo logotipos emblem emblema brand branded marke marque marca "
    "marchio decal style styled stil estilo stile acoustic electric amp amplifier replica inspired"
)
#: Between a word of context and a name that follows: "logo of Fender", "guitare de Martin".
OF = _words("of by de di del du von der da")

CHARACTERS = _phrases(
    "mickey mouse, micky mouse, micky maus, mickey maus, raton mickey, minnie mouse, minnie maus, "
    "donald duck, pato donald, paperino, winnie the pooh, winnie pooh, winnie puuh, pu der bar, "
    "winnie l ourson, snoopy, garfield, bugs bunny, daffy duck, hello kitty, pikachu, pokemon, "
    "super mario, spongebob, sponge bob, bob esponja, bob l eponge, homer simpson, bart simpson, "
    "the simpsons, les simpson, los simpson, i simpson, die simpsons, batman, superman, spiderman, "
    "spider man, uomo ragno, hombre arana, wonder woman, darth vader, dark vador, baby yoda, yoda, "
    "harry potter, shrek, tom and jerry, tom und jerry, tom et jerry, tom y jerry, tom e jerry, "
    "asterix, obelix, tintin, tim und struppi, smurf, smurfs, schlumpf, schlumpfe, schtroumpf, "
    "schtroumpfs, pitufo, pitufos, puffo, puffi, moomin, moomins, mumin, mumins, peppa pig, "
    "peppa wutz, scooby doo, my little pony, totoro, buzz lightyear, barbie, tinkerbell, "
    "tinker bell, pink panther, rosaroter panther, panthere rose, pantera rosa, paw patrol"
)
NOT_CHARACTERS = _phrases("james garfield, president garfield, andrew garfield, klaus barbie")

ARTISTS = _phrases(
    "banksy, damien hirst, jeff koons, david hockney, yayoi kusama, takashi murakami, "
    "gerhard richter, anselm kiefer, ai weiwei, shepard fairey, obey giant, kaws, greg rutkowski, "
    "hayao miyazaki, studio ghibli, tim burton, marina abramovic, cindy sherman, kehinde wiley, "
    "beeple, james jean, alan lee, artgerm, loish, jenny saville, bridget riley, peter doig, "
    "neo rauch, julian opie, romero britto, daniel buren, miquel barcelo, maurizio cattelan, "
    "yoshitomo nara, olafur eliasson, anish kapoor, kara walker, tracey emin, marlene dumas, "
    "ed ruscha, jasper johns, georg baselitz, annie leibovitz, simon stalenhag, yoshitaka amano, "
    "bill watterson, matt groening, jeff soto, mark ryden, camille rose garcia, audrey kawasaki, "
    "tomma abts, katharina grosse, rosemarie trockel, javier mariscal, annette messager, "
    "michelangelo pistoletto, francesco clemente, mimmo paladino"
)
