"""Places where the field meets, and large cities that no zone is named for, in seven languages."""

# The zone (or the zones, where the name alone does not tell which): names.
PLACES = """
America/New_York|America/Chicago|America/Denver|America/Los_Angeles: US, USA, U.S., EE. UU., EEUU
America/New_York|America/Chicago|America/Denver|America/Los_Angeles: EUA, США
Europe/Zurich: Geneva, Genève, Geneve, Ginebra, Genebra, Женева, جنيف, 日内瓦, 日內瓦, Genf, Bern
Europe/Zurich: Berne, Berna, Берн, برن, 伯尔尼, Lausanne, Lausana, Лозанна, لوزان, 洛桑, Basel
Europe/Zurich: Bâle, Basilea, Davos, Zurich, Zürich, Zúrich, Zurique, Цюрих, زيورخ, 苏黎世, Swiss
Europe/Zurich: Switzerland
Europe/London: UK, U.K., Britain, Great Britain, England, Angleterre, Royaume-Uni, Reino Unido
Europe/London: Inglaterra, Великобритания, Англия, بريطانيا, المملكة المتحدة, 英国, Edinburgh
Europe/London: Glasgow, Manchester, Oxford, London, Londres, Лондон, لندن, 伦敦, 倫敦
Europe/Berlin: Munich, München, Frankfurt, Hamburg, Cologne, Köln, Bonn, Leipzig, Мюнхен
Europe/Berlin: Франкфурт, 慕尼黑, 法兰克福
Europe/Paris: Strasbourg, Estrasburgo, Страсбург, ستراسبورغ, 斯特拉斯堡, Lyon, Marseille, París
Europe/Paris: Paris, Париж, باريس, 巴黎
Europe/Brussels: Brussels, Bruxelles, Bruselas, Bruxelas, Брюссель, بروكسل, 布鲁塞尔
Europe/Amsterdam: The Hague, La Haye, La Haya, Haia, Гаага, لاهاي, 海牙, Rotterdam
Europe/Warsaw: Katowice, Катовице, كاتوفيتشي, 卡托维兹, Krakow, Cracow, Kraków, Cracovia, Cracovie
Europe/Warsaw: Краков, Gdansk
Europe/Oslo: Lillestrøm, Lillestrom, Лиллестрём, ليلستروم, 利勒斯特罗姆, Bergen
Europe/Madrid: Barcelona, Barcelone, Барселона, برشلونة, 巴塞罗那, Sevilla, Seville, Bilbao
Europe/Rome: Milan, Milano, Milán, Milão, Милан, ميلانو, 米兰, Florence, Turin, Torino, Trieste
Europe/Moscow: Saint Petersburg, St Petersburg, Saint-Pétersbourg, San Petersburgo
Europe/Moscow: São Petersburgo, Санкт-Петербург, Петербург, Санкт-Петербургу, Петербургу, Питер
Europe/Moscow: سانت بطرسبرغ, 圣彼得堡, Kazan, Moscow, Moscou, Moscú, Москва, موسكو, 莫斯科
Europe/Istanbul: Istanbul, Estambul, Istambul, Стамбул, إسطنبول, اسطنبول, 伊斯坦布尔, Ankara
Europe/Istanbul: Ancara, Анкара, أنقرة, 安卡拉, Turkey, Türkiye, Turquie, Turquía, Turquia, Турция
Europe/Istanbul: تركيا, 土耳其
Europe/Kyiv: Kyiv, Kiev, Киев, Київ, كييف, 基辅, Lviv, Odesa, Odessa
Africa/Addis_Ababa: Addis Ababa, Addis-Abeba, Adís Abeba, Addis Abeba, Adis Abeba, Аддис-Абеба
Africa/Addis_Ababa: Аддис-Абебе, Аддис-Абебы, أديس أبابا, 亚的斯亚贝巴
Africa/Cairo: Caire, Le Caire, El Cairo, Cairo, Каир, القاهرة, 开罗
Asia/Muscat: مسقط, سلطنة عمان, Oman
Africa/Cairo: Sharm el-Sheikh, Sharm El Sheikh, Charm el-Cheikh, شرم الشيخ, 沙姆沙伊赫, Alexandria
Africa/Cairo: Alexandrie, Alejandría, Александрия, الإسكندرية
Africa/Johannesburg: Cape Town, Le Cap, Ciudad del Cabo, Cidade do Cabo, Кейптаун, كيب تاون
Africa/Johannesburg: 开普敦, Pretoria, Durban, Johannesburg, Johannesbourg, Joanesburgo
Africa/Lagos: Abuja, Абуджа, أبوجا, 阿布贾, Lagos, Лагос, لاغوس, 拉各斯
Africa/Casablanca: Rabat, Рабат, الرباط, 拉巴特, Marrakech, Marrakesh, Marraquech
Africa/Dar_es_Salaam: Arusha, Dodoma, Zanzibar, Dar es Salaam
Africa/Nairobi: Nairobi, Найроби, نيروبي, 内罗毕, Mombasa
Asia/Kolkata: Hyderabad, Хайдарабад, حيدر أباد, 海得拉巴, Delhi, New Delhi, Nueva Delhi
Asia/Kolkata: Nova Délhi, Nova Deli, Дели, Нью-Дели, دلهي, نيودلهي, 新德里, Mumbai, Bombay, Мумбаи
Asia/Kolkata: مومباي, 孟买, Bangalore, Bengaluru, Chennai, Kolkata, Calcutta, Калькутта, 加尔各答
Asia/Makassar: Bali, Бали, بالي, 巴厘岛, Denpasar
Asia/Tokyo: Kyoto, Kioto, Quioto, Киото, كيوتو, 京都, Osaka, Tokyo, Tokio, Tóquio, Токио, طوكيو
Asia/Tokyo: 东京
Asia/Riyadh: Jeddah, Djeddah, Yeda, جدة, Mecca, مكة, Riyadh, Riyad, Riad, Riade, Эр-Рияд, الرياض
Asia/Riyadh: 利雅得
Asia/Dubai: Abu Dhabi, Abou Dabi, Abu Dabi, Абу-Даби, أبوظبي, أبو ظبي, 阿布扎比, Sharjah, Dubai
Asia/Dubai: Dubaï, Dubái, Дубай, دبي, 迪拜, UAE
Asia/Shanghai: Beijing, Pekin, Pékin, Pekín, Pequim, Пекин, بكين, 北京, Shenzhen, 深圳, Guangzhou
Asia/Shanghai: 广州, Hangzhou, 杭州, Shanghai, Шанхай, 上海, شنغهاي, Wuzhen, 乌镇
Asia/Baku: Baku, Bakou, Bakú, Баку, باكو, 巴库
Asia/Ho_Chi_Minh: Hanoi, Hanói, Ханой, هانوي, 河内
Asia/Qatar: Doha, Доха, الدوحة, 多哈
Asia/Kuwait: Kuwait, Koweït, Кувейт, الكويت, 科威特
Asia/Jerusalem: Tel Aviv, Tel-Aviv, Тель-Авив, تل أبيب, 特拉维夫
Asia/Karachi: Islamabad, Исламабад, إسلام آباد, 伊斯兰堡, Lahore
America/New_York: New York, NYC, New York City, Nueva York, Nova York, Nova Iorque, Нью-Йорк
America/New_York: Нью-Йорку, Нью-Йорка, Нью-Йорке, نيويورك, 纽约, 紐約, Washington, Washington DC
America/New_York: Washington D.C., Вашингтон, واشنطن, 华盛顿, Boston, Miami, Майами, Philadelphia
America/New_York: Atlanta
America/Chicago: Chicago, Чикаго, شيكاغو, 芝加哥, Houston, Austin, Dallas, Texas
America/Los_Angeles: San Francisco, Сан-Франциско, سان فرانسيسكو, 旧金山, Seattle, California
America/Los_Angeles: Silicon Valley, Californie, Los Angeles, Los Ángeles, Лос-Анджелес
America/Los_Angeles: لوس أنجلوس, 洛杉矶
America/Toronto: Montreal, Montréal, Монреаль, مونتريال, 蒙特利尔, Ottawa, Оттава, أوتاوا
America/Toronto: Quebec City, Toronto, Торонто, 多伦多
America/Sao_Paulo: Brasilia, Brasília, Бразилиа, برازيليا, 巴西利亚, Rio de Janeiro, Rio
America/Sao_Paulo: Río de Janeiro, Рио-де-Жанейро, ريو دي جانيرو, 里约热内卢, Porto Alegre
America/Sao_Paulo: Belo Horizonte, Curitiba, São Paulo, Sao Paulo, San Pablo, Сан-Паулу, ساو باولو
America/Sao_Paulo: 圣保罗
America/Fortaleza: João Pessoa, Joao Pessoa, Жуан-Песоа, جواو بيسوا, 若昂佩索阿
America/Mexico_City: Guadalajara, Гвадалахара, غوادالاخارا, 瓜达拉哈拉, Mexico City
America/Mexico_City: Ciudad de México, CDMX, Cidade do México, Mexico, D.F., Мехико, مكسيكو سيتي
America/Mexico_City: مدينة مكسيكو, 墨西哥城
America/Bogota: Medellín, Medellin, Cali, Bogotá, Bogota, Богота, بوغوتا, 波哥大
America/Argentina/Buenos_Aires: Buenos Aires, Буэнос-Айрес, بوينس آيرس, 布宜诺斯艾利斯
America/Costa_Rica|America/Los_Angeles: San José, San Jose
America/Managua: Managua
Pacific/Fiji: Suva, Сува, سوفا, 苏瓦, Nadi
Pacific/Auckland: Wellington, Веллингтон, 惠灵顿, Auckland, 奥克兰
Australia/Sydney: Canberra, Канберра, كانبرا, 堪培拉, Sydney, Sídney, Сидней, سيدني, 悉尼
Australia/Melbourne: Melbourne, Мельбурн, 墨尔本
Africa/Tripoli|Asia/Beirut: Tripoli, Trípoli, Триполи, طرابلس
Asia/Tbilisi|America/New_York: Georgia, Géorgie, Geórgia
Europe/Athens: Athens, Athènes, Atenas, Афины, Афинам, Афин, أثينا, 雅典, Thessaloniki
Europe/Vilnius: Vilnius, Vilna, Вильнюс, فيلنيوس, 维尔纽斯
Africa/Tunis: Tunis, Túnez, Tunes, Тунис, تونس, 突尼斯
Asia/Kathmandu: Kathmandu, Katmandou, Katmandú, Catmandu, Катманду, كاتماندو, 加德满都
Europe/Dublin: Ireland, Dublin, Dublín
Asia/Dhaka: Dhaka, Dacca, Daca, Дакка, دكا, 达卡
Asia/Almaty: Almaty, Алматы, Astana, Астана
"""

# What belongs to the people of a country that keeps one time: heure suisse, hora colombiana.
PEOPLES = """
Europe/Zurich: Swiss, suisse, suiza, suíça
Europe/Paris: French, française, francesa
Europe/Berlin: German, allemande, alemana, alemã
Europe/London: British, britannique, anglaise, británica, inglesa, britânica
Europe/Madrid: Spanish, espagnole, española, espanhola
Europe/Rome: Italian, italienne, italiana
Europe/Brussels: Belgian, belge, belga
Europe/Lisbon: portugaise, portuguesa
Europe/Amsterdam: Dutch, néerlandaise, neerlandesa, holandesa
Europe/Athens: Greek, grecque, griega, grega
Europe/Istanbul: Turkish, turque, turca
Europe/Warsaw: Polish, polonaise, polaca, polonesa
Africa/Casablanca: Moroccan, marocaine, marroquí, marroquina
Africa/Tunis: Tunisian, tunisienne, tunecina, tunisina
Africa/Algiers: Algerian, algérienne, argelina
Africa/Dakar: Senegalese, sénégalaise, senegalesa
Africa/Lagos: Nigerian, nigériane, nigeriana
Africa/Nairobi: Kenyan, kényane, keniana, queniana
Africa/Cairo: Egyptian, égyptienne, egipcia, egípcia
Africa/Johannesburg: South African, sud-africaine, sudafricana, sul-africana
Africa/Kampala: Ugandan, ougandaise
Africa/Accra: Ghanaian, ghanéenne
Africa/Abidjan: Ivorian, ivoirienne
Africa/Douala: Cameroonian, camerounaise
Asia/Kolkata: Indian, indienne
Asia/Tokyo: Japanese, japonaise, japonesa
Asia/Shanghai: Chinese, chinoise
Asia/Karachi: Pakistani
Asia/Dhaka: Bangladeshi
Asia/Kathmandu: Nepali, Nepalese
Asia/Colombo: Sri Lankan
Asia/Bangkok: Thai
Asia/Ho_Chi_Minh: Vietnamese
Asia/Manila: Philippine
Asia/Jerusalem: Israeli
America/Bogota: Colombian, colombienne, colombiana
America/Lima: Peruvian, péruvienne, peruana
America/Santiago: Chilean, chilienne, chilena
America/Argentina/Buenos_Aires: Argentine, Argentinian, argentina
America/Montevideo: Uruguayan, uruguayenne, uruguaya, uruguaia
America/Asuncion: Paraguayan, paraguaya
America/La_Paz: Bolivian, bolivienne, boliviana
America/Caracas: Venezuelan, vénézuélienne, venezolana, venezuelana
America/Guayaquil: Ecuadorian, équatorienne, ecuatoriana, equatoriana
America/Costa_Rica: costarricense
America/Panama: Panamanian, panameña
America/Guatemala: Guatemalan, guatemalteca
"""
