export const word = await Promise.resolve('late but there');
