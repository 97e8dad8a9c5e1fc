* Maison Verte: the shops. Quantities in hundreds of pieces.
* Free format. No objective here: another company has it, so row "none" stays empty.
*
NAME maison-verte
ROWS
 N none
* Orders: from the firm quantity up to the most the shops can sell.
 G order_Kettle_May
 G order_Toaster_May
 G order_Blender_May
 G order_Coffee_May
 G order_Kettle_June
 G order_Toaster_June
 G order_Blender_June
 G order_Coffee_June
* Pallet places per hundred pieces kept from May to June.
 L warehouse
* At most 60 % of the coffee makers from Penang: 0.4 Penang <= 0.6 others.
 L second_source_Coffee
COLUMNS
 make_Kettle_Danang_May order_Kettle_May 1
 make_Kettle_Haiphong_May order_Kettle_May 1
 make_Kettle_Penang_May order_Kettle_May 1
 make_Toaster_Danang_May order_Toaster_May 1
 make_Toaster_Haiphong_May order_Toaster_May 1
 make_Toaster_Penang_May order_Toaster_May 1
 make_Blender_Danang_May order_Blender_May 1
 make_Blender_Haiphong_May order_Blender_May 1
 make_Blender_Penang_May order_Blender_May 1
 make_Coffee_Danang_May order_Coffee_May 1
 make_Coffee_Danang_May second_source_Coffee -0.6
 make_Coffee_Haiphong_May order_Coffee_May 1
 make_Coffee_Haiphong_May second_source_Coffee -0.6
 make_Coffee_Penang_May order_Coffee_May 1
 make_Coffee_Penang_May second_source_Coffee 0.4
 make_Kettle_Danang_June order_Kettle_June 1
 make_Kettle_Haiphong_June order_Kettle_June 1
 make_Kettle_Penang_June order_Kettle_June 1
 make_Toaster_Danang_June order_Toaster_June 1
 make_Toaster_Haiphong_June order_Toaster_June 1
 make_Toaster_Penang_June order_Toaster_June 1
 make_Blender_Danang_June order_Blender_June 1
 make_Blender_Haiphong_June order_Blender_June 1
 make_Blender_Penang_June order_Blender_June 1
 make_Coffee_Danang_June order_Coffee_June 1
 make_Coffee_Danang_June second_source_Coffee -0.6
 make_Coffee_Haiphong_June order_Coffee_June 1
 make_Coffee_Haiphong_June second_source_Coffee -0.6
 make_Coffee_Penang_June order_Coffee_June 1
 make_Coffee_Penang_June second_source_Coffee 0.4
 stock_Kettle order_Kettle_May -1
 stock_Kettle order_Kettle_June 1
 stock_Kettle warehouse 1.2
 stock_Toaster order_Toaster_May -1
 stock_Toaster order_Toaster_June 1
 stock_Toaster warehouse 1.5
 stock_Blender order_Blender_May -1
 stock_Blender order_Blender_June 1
 stock_Blender warehouse 1.4
 stock_Coffee order_Coffee_May -1
 stock_Coffee order_Coffee_June 1
 stock_Coffee warehouse 3
RHS
 rhs order_Kettle_May 60
 rhs order_Toaster_May 50
 rhs order_Blender_May 36
 rhs order_Coffee_May 24
 rhs order_Kettle_June 70
 rhs order_Toaster_June 56
 rhs order_Blender_June 48
 rhs order_Coffee_June 34
 rhs warehouse 30
* Width of each order: from the firm quantity (right-hand side) up to the most the shops can sell.
RANGES
 rng order_Kettle_May 16
 rng order_Toaster_May 14
 rng order_Blender_May 12
 rng order_Coffee_May 10
 rng order_Kettle_June 26
 rng order_Toaster_June 16
 rng order_Blender_June 18
 rng order_Coffee_June 18
ENDATA
