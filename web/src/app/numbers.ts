// number writes figures as the answers of the program do: 4,000.
export const number = (n: number) => n.toLocaleString("en-GB").replace("-", "−");
