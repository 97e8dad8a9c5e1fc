* Nordlys Furniture: factories at Malmo and Aarhus. Tonnes a week.
* Free format. No objective here: another company has it, so row "none" stays empty.
*
NAME nordlys
ROWS
 N none
* Line: most goods a factory can finish. Shift: least that the shift agreement allows.
 L line_Malmo
* Recipe: 1.25 t of boards and 0.12 t of fittings per tonne of goods, offcuts included.
 E boards_Malmo
 E fittings_Malmo
 L line_Aarhus
 G shift_Aarhus
 E boards_Aarhus
 E fittings_Aarhus
* What the stores have ordered.
 G order_Stockholm
 G order_Copenhagen
 G order_Berlin
* Unloading dock for boards.
 L dock_Malmo
* At most 60 % of the boards straight from one mill: 0.4 Vaxjo <= 0.6 others.
 L second_source_Malmo
COLUMNS
 boards_Falun_Malmo boards_Malmo 1
 boards_Falun_Malmo dock_Malmo 1
 boards_Falun_Malmo second_source_Malmo -0.6
 boards_Falun_Aarhus boards_Aarhus 1
 boards_Vaxjo_Malmo boards_Malmo 1
 boards_Vaxjo_Malmo dock_Malmo 1
 boards_Vaxjo_Malmo second_source_Malmo 0.4
 boards_Vaxjo_Aarhus boards_Aarhus 1
 boards_Jonkoping_Malmo boards_Malmo 1
 boards_Jonkoping_Malmo dock_Malmo 1
 boards_Jonkoping_Malmo second_source_Malmo -0.6
 boards_Jonkoping_Aarhus boards_Aarhus 1
 fittings_Hamburg_Malmo fittings_Malmo 1
 fittings_Hamburg_Aarhus fittings_Aarhus 1
 fittings_Gdansk_Malmo fittings_Malmo 1
 fittings_Gdansk_Aarhus fittings_Aarhus 1
 goods_Malmo_Stockholm line_Malmo 1
 goods_Malmo_Stockholm boards_Malmo -1.25
 goods_Malmo_Stockholm fittings_Malmo -0.12
 goods_Malmo_Stockholm order_Stockholm 1
 goods_Malmo_Copenhagen line_Malmo 1
 goods_Malmo_Copenhagen boards_Malmo -1.25
 goods_Malmo_Copenhagen fittings_Malmo -0.12
 goods_Malmo_Copenhagen order_Copenhagen 1
 goods_Malmo_Berlin line_Malmo 1
 goods_Malmo_Berlin boards_Malmo -1.25
 goods_Malmo_Berlin fittings_Malmo -0.12
 goods_Malmo_Berlin order_Berlin 1
 goods_Aarhus_Stockholm line_Aarhus 1
 goods_Aarhus_Stockholm shift_Aarhus 1
 goods_Aarhus_Stockholm boards_Aarhus -1.25
 goods_Aarhus_Stockholm fittings_Aarhus -0.12
 goods_Aarhus_Stockholm order_Stockholm 1
 goods_Aarhus_Copenhagen line_Aarhus 1
 goods_Aarhus_Copenhagen shift_Aarhus 1
 goods_Aarhus_Copenhagen boards_Aarhus -1.25
 goods_Aarhus_Copenhagen fittings_Aarhus -0.12
 goods_Aarhus_Copenhagen order_Copenhagen 1
 goods_Aarhus_Berlin line_Aarhus 1
 goods_Aarhus_Berlin shift_Aarhus 1
 goods_Aarhus_Berlin boards_Aarhus -1.25
 goods_Aarhus_Berlin fittings_Aarhus -0.12
 goods_Aarhus_Berlin order_Berlin 1
RHS
 rhs line_Malmo 150
 rhs line_Aarhus 140
 rhs shift_Aarhus 90
 rhs order_Stockholm 70
 rhs order_Copenhagen 110
 rhs order_Berlin 60
 rhs dock_Malmo 170
ENDATA
