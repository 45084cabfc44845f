"""Cities that no zone is named for: capitals, and where people of the field live and meet."""

# The zone (or the zones, where the name alone does not tell which): names in seven languages.
CITIES = """
Europe/Andorra: Andorra la Vella, Андорра-ла-Велья, أندورا لا فيلا, 安道尔城
Asia/Bahrain: Manama, Манама, المنامة, 麦纳麦
America/Barbados: Bridgetown, Бриджтаун, بريدجتاون, 布里奇敦
America/Belize: Belmopan, Belmopán, Бельмопан, بلموبان, 贝尔莫潘
Africa/Porto-Novo: Cotonou, Cotonú, Котону, كوتونو, 科托努, Porto-Novo, Порто-Ново, بورتو نوفو
America/La_Paz: Sucre, Сукре, سوكري, 苏克雷, Santa Cruz de la Sierra, Cochabamba, Кочабамба
America/La_Paz: كوتشابامبا
Asia/Brunei: Bandar Seri Begawan, Бандар-Сери-Бегаван, بندر سري بكاوان, 斯里巴加湾
Africa/Bujumbura: Gitega, Гитега, غيتيغا, 基特加
Africa/Douala: Yaoundé, Yaounde, Yaundé, Яунде, ياوندي, 雅温得
Atlantic/Cape_Verde: Praia, Прая, برايا, 普拉亚
Indian/Comoro: Moroni, Морони, موروني, 莫罗尼
Africa/Abidjan: Yamoussoukro, Yamusukro, Ямусукро, ياموسوكرو, 亚穆苏克罗, Bouaké
America/Guayaquil: Quito, Кито, كيتو, 基多
America/El_Salvador: San Salvador, Сан-Сальвадор, سان سلفادور, 圣萨尔瓦多
America/Guatemala: Ciudad de Guatemala, Guatemala City, Cidade da Guatemala, 危地马拉城
Pacific/Fiji: Suva, Сува, سوفا, 苏瓦, Nadi
America/Jamaica: Kingston, Кингстон, كينغستون, 金斯敦
America/Guyana: Georgetown, Джорджтаун, جورج تاون, 乔治敦
Europe/Belgrade: Pristina, Prishtina, Приштина, بريشتينا, 普里什蒂纳, Novi Sad, Нови-Сад
Asia/Kuwait: Kuwait City, Эль-Кувейт, مدينة الكويت, 科威特城
Africa/Blantyre: Lilongwe, Лилонгве, ليلونغوي, 利隆圭
Indian/Maldives: Malé, Мале, ماليه, 马累
Europe/Malta: Valletta, La Valette, La Valeta, Валлетта, فاليتا, 瓦莱塔
Indian/Mauritius: Port Louis, Port-Louis, Порт-Луи, بورت لويس, 路易港
Asia/Yangon: Naypyidaw, Нейпьидо, نايبيداو, 内比都
Asia/Hebron: Ramallah, Рамалла, رام الله, 拉姆安拉
America/Panama: Panama City, Ciudad de Panamá, Cidade do Panamá, بنما سيتي, 巴拿马城
America/St_Lucia: Castries, Кастри, كاستريس, 卡斯特里
Pacific/Guadalcanal: Honiara, Хониара, هونيارا, 霍尼亚拉
Pacific/Tongatapu: Nuku'alofa, Нукуалофа, نوكوألوفا, 努库阿洛法
Pacific/Efate: Port Vila, Port-Vila, Порт-Вила, بورت فيلا, 维拉港
Asia/Aden: Sanaa, Sana'a, Saná, Сана, صنعاء, 萨那
Asia/Kolkata: Pune, Пуна, بونه, 浦那, Ahmedabad, Ахмадабад, أحمد آباد, 艾哈迈达巴德, Jaipur, Джайпур
Asia/Kolkata: Lucknow, Лакхнау, Goa, Гоа, غوا, 果阿, Kochi
Asia/Jakarta: Surabaya, Сурабая, سورابايا, 泗水, Bandung, Бандунг, باندونغ, 万隆, Yogyakarta
Asia/Jakarta: Джокьякарта
Asia/Manila: Cebu, Себу, سيبو, 宿务, Davao, Давао, Quezon City, Кесон-Сити
Asia/Dhaka: Chittagong, Chattogram, Читтагонг, شيتاغونغ, 吉大港
Asia/Shanghai: Chengdu, Чэнду, تشنغدو, 成都, Wuhan, Ухань, ووهان, 武汉, Nanjing, Нанкин, نانجينغ
Asia/Shanghai: 南京
Asia/Shanghai: Tianjin, Тяньцзинь, تيانجين, 天津, Xi'an, Сиань, شيآن, 西安, Suzhou, 苏州, Qingdao
Asia/Shanghai: 青岛, Xiamen, 厦门
Asia/Shanghai: Dalian, 大连, Kunming, 昆明, 重庆, 沈阳, 长沙, 郑州, 济南, 合肥, 福州, 宁波
Asia/Tokyo: Nagoya, Нагоя, ناغويا, 名古屋, Fukuoka, Фукуока, فوكوكا, 福冈, Sapporo, Саппоро, سابورو
Asia/Tokyo: 札幌
Asia/Tokyo: Yokohama, Иокогама, يوكوهاما, 横滨, Kobe, Кобе, 神户, Hiroshima, Хиросима, هيروشيما
Asia/Tokyo: 广岛
Asia/Seoul: Busan, Пусан, بوسان, 釜山, Incheon, Инчхон, إنتشون, 仁川, Daejeon, 大田
Pacific/Auckland: Christchurch, Крайстчерч, كرايستشيرش, 基督城
Africa/Nairobi: Kisumu, Кисуму
Africa/Accra: Kumasi, Кумаси, كوماسي, 库马西
Africa/Lagos: Ibadan, Ибадан, إبادان, Kano, Кано, كانو, Port Harcourt, Порт-Харкорт
Africa/Harare: Bulawayo, Булавайо
Africa/Lubumbashi: Lubumbashi, Лубумбаши, لوبومباشي, 卢本巴希
Africa/Cairo: Giza, Gizeh, Guiza, Гиза, الجيزة, 吉萨
Africa/Casablanca: Fès, Fez, Фес, فاس, 菲斯, Tanger, Tangier, Tánger, Танжер, طنجة, Agadir, Агадир
Africa/Casablanca: أكادير
Africa/Algiers: Oran, Orán, Оран, وهران, 奥兰
Africa/Tunis: Sfax, Сфакс, صفاقس, Djerba, Hammamet
Africa/Tripoli: Benghazi, Bengasi, Бенгази, بنغازي, 班加西
Africa/Dakar: Thiès, Saint-Louis du Sénégal, Saly
Asia/Jerusalem: Haifa, Хайфа, حيفا, 海法
Asia/Riyadh: Medina, Médine, Медина, المدينة المنورة, 麦地那, Dammam, Даммам, الدمام, 达曼, السعودية
Europe/Istanbul: Izmir, Esmirna, Измир, إزمير, 伊兹密尔, Antalya, Анталья, أنطاليا, 安塔利亚
Europe/Rome: Рим, Риму, Риме, Рима, римскому, римское
Europe/Riga: рижскому, рижское
Europe/Prague: пражскому, пражское
Europe/Paris: Toulouse, Tolosa, Тулуза, تولوز, 图卢兹, Bordeaux, Burdeos, Бордо, بوردو, 波尔多
Europe/Paris: Lille, Лилль
Europe/Paris: ليل الفرنسية, 里尔, Nantes, Нант, نانت, 南特, Rennes, Montpellier, Монпелье, Grenoble
Europe/Paris: Гренобль
Europe/Berlin: Düsseldorf, Dusseldorf, Дюссельдорф, دوسلدورف, 杜塞尔多夫, Stuttgart, Штутгарт
Europe/Berlin: شتوتغارت
Europe/Berlin: 斯图加特, Dresden, Дрезден, دريسدن, 德累斯顿, Hannover, Hanovre, Ганновер, هانوفر
Europe/Berlin: 汉诺威, Nuremberg
Europe/Vienna: Graz, Грац, غراتس, 格拉茨, Salzburg, Salzbourg, Salzburgo, Зальцбург, سالزبورغ
Europe/Vienna: 萨尔茨堡
Europe/Vienna: Innsbruck, Инсбрук, Linz, Линц
Europe/Rome: Naples, Napoli, Nápoles, Неаполь, نابولي, 那不勒斯, Bologna, Bologne, Bolonia, Bolonha
Europe/Rome: Болонья
Europe/Rome: بولونيا الإيطالية, 博洛尼亚, Venice, Venise, Venecia, Veneza, Венеция, البندقية, 威尼斯
Europe/Rome: Genoa, Gênes
Europe/Rome: Palermo, Палермо, Bari, Pisa, Пиза
Europe/Madrid: Málaga, Malaga, Малага, مالقة, 马拉加, Zaragoza, Saragosse, Сарагоса, سرقسطة
Europe/Madrid: 萨拉戈萨
Europe/Lisbon: Porto, Oporto, Порту, بورتو, 波尔图, Coimbra, Коимбра, Braga, Брага, Aveiro
Europe/Brussels: Ghent, Gand, Gante, Гент, غنت, 根特, Antwerp, Anvers, Amberes, Antuérpia, Антверпен
Europe/Brussels: أنتويرب
Europe/Brussels: 安特卫普, Leuven, Louvain, Lovaina, Лёвен, Bruges, Brujas, Брюгге, Liège, Lieja
Europe/Brussels: Льеж
Europe/Amsterdam: Utrecht, Утрехт, أوتريخت, 乌得勒支, Eindhoven, Эйндховен, Delft, Делфт, Leiden
Europe/Amsterdam: Лейден, Maastricht
Europe/Zurich: Lugano, Лугано, Montreux, Монтрё, Neuchâtel, Lucerne, Luzern, Lucerna, Люцерн
Europe/Zurich: St. Gallen
Europe/Stockholm: Gothenburg, Göteborg, Gotemburgo, Гётеборг, غوتنبرغ, 哥德堡, Malmö, Мальмё
Europe/Stockholm: Uppsala, Уппсала
Europe/Oslo: Trondheim, Тронхейм, Stavanger, Ставангер, Tromsø, Тромсё
Europe/Copenhagen: Aarhus, Орхус, Odense
Europe/Helsinki: Tampere, Тампере, Turku, Турку, Espoo, Эспоо
Europe/Tallinn: Tartu, Тарту
Europe/Vilnius: Kaunas, Каунас
Europe/Warsaw: Wroclaw, Wrocław, Вроцлав, 弗罗茨瓦夫, Poznan, Poznań, Познань, Lodz, Łódź, Лодзь
Europe/Prague: Brno, Брно
Europe/Bratislava: Kosice, Košice, Кошице
Europe/Bucharest: Cluj, Cluj-Napoca, Клуж-Напока, Timisoara, Timișoara, Тимишоара, Iasi, Iași, Яссы
Europe/Sofia: Plovdiv, Пловдив, Varna, Варна
Europe/Zagreb: Dubrovnik, Дубровник, دوبروفنيك, 杜布罗夫尼克
Europe/Kyiv: Kharkiv, Kharkov, Харьков, خاركيف, 哈尔科夫, Dnipro, Днепр
Europe/Moscow: Nizhny Novgorod, Нижний Новгород, نيجني نوفغورود, 下诺夫哥罗德, Sochi, Сочи, سوتشي
Europe/Moscow: 索契
Europe/Moscow: Rostov-on-Don, Ростов-на-Дону, Воронеж, Краснодар, Казань, Казани, قازان, 喀山
Asia/Yekaterinburg: Екатеринбург, Челябинск, Тюмень, Пермь, Уфа, 叶卡捷琳堡, يكاترينبورغ
Asia/Novosibirsk: Новосибирск, 新西伯利亚, نوفوسيبيرسك
Asia/Vladivostok: Владивосток, 海参崴, 符拉迪沃斯托克, فلاديفوستوك, Хабаровск
Asia/Krasnoyarsk: Красноярск
Asia/Irkutsk: Иркутск
Asia/Omsk: Омск
Europe/Samara: Самара
Europe/London: Birmingham, Бирмингем, برمنغهام, 伯明翰, Cardiff, Кардифф, كارديف, 加的夫, Bristol
Europe/London: Leeds, Leicester
Europe/London: Liverpool, Ливерпуль, ليفربول, 利物浦, Scotland, Wales, Écosse, Escocia, Escócia
Europe/London: Шотландия, 苏格兰
Europe/Dublin: Cork, Galway
America/Los_Angeles: San Diego, Сан-Диего, سان دييغو, 圣地亚哥加州, Las Vegas, Лас-Вегас, لاس فيغاس
America/Los_Angeles: 拉斯维加斯, Oakland
America/Los_Angeles: Palo Alto, Mountain View, Berkeley, Sacramento, 硅谷
America/New_York: Orlando, Орландо, أورلاندو, 奥兰多, Pittsburgh, Питтсбург, Washington D. C.
America/New_York: Raleigh, Reston
America/Chicago: Minneapolis, Миннеаполис, New Orleans, La Nouvelle-Orléans, Nueva Orleans
America/Chicago: Новый Орлеан, San Antonio
America/Edmonton: Calgary, Калгари, كالغاري, 卡尔加里
America/Toronto: Québec, Ville de Québec, Квебек, كيبيك, 魁北克
America/Mexico_City: Puebla, Пуэбла, Querétaro, León de Guanajuato, Oaxaca
America/Bogota: Cartagena de Indias, Barranquilla, Барранкилья, Bucaramanga
America/Lima: Cusco, Cuzco, Куско, كوسكو, 库斯科, Arequipa, Арекипа
America/Santiago: Valparaíso, Valparaiso, Вальпараисо, فالبارايسو, 瓦尔帕莱索, Santiago de Chile
America/Santiago: Concepción de Chile
America/Sao_Paulo: Florianópolis, Флорианополис, Campinas, Niterói, Goiânia, Vitória
America/Caracas: Maracaibo, Маракайбо
America/Santo_Domingo: Punta Cana, Пунта-Кана
America/Managua: Manágua
America/Martinique: Fort-de-France, Martinica
Indian/Reunion: La Réunion, Reunión
Pacific/Noumea: Nouvelle-Calédonie
Pacific/Tahiti: Papeete, Tahití
Europe/Madrid|America/Caracas: Valencia
Europe/London|America/New_York: Cambridge
America/Los_Angeles|America/New_York: Portland
America/Bogota|Europe/Madrid: Cartagena
Asia/Amman|Asia/Muscat: عمان
"""
