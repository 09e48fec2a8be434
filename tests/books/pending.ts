/** Rows of the table of postings that nothing in the program books yet. It only gets shorter. */
const ROWS = `
monthly fee 20.00 + tax 2.40
monthly fee 20.00 + tax 2.40 … only 5.00 available
tax withheld from a settlement
refund out of pending
conversion, sold (\`fx\`)
conversion, sold (\`fx\`) … bought, 5,600.00 at the rate, markup 56.00
commission of an agent out of our fee
split 30.00 to another merchant (there: signs turned)
`;

export const PENDING: readonly string[] = ROWS.trim().split('\n');
