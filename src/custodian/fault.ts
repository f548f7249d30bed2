/** Something that the custodian can mend: its message is all that is printed. */
export class CustodianFault extends Error {
  override readonly name = "CustodianFault";
}
