/** How ImageKit is reached, and as whom. */
export interface ImageKitAccount {
  publicKey: string;
  privateKey: string;
  /** Where files are read: https://ik.imagekit.io/<id>. */
  urlEndpoint: string;
  /** Where files are sent; the package's own default is ImageKit's. */
  uploadEndpoint: string;
  /** Where files are listed and deleted: the package has this host written into it, so we call it ourselves. */
  apiEndpoint: string;
}

/** What ImageKit gives to each account; all of them or none. */
export const imageKitNames = [
  'IMAGEKIT_PUBLIC_KEY',
  'IMAGEKIT_PRIVATE_KEY',
  'IMAGEKIT_URL_ENDPOINT',
] as const;

interface ImageKitValues {
  STORAGE: string;
  IMAGEKIT_PUBLIC_KEY?: string;
  IMAGEKIT_PRIVATE_KEY?: string;
  IMAGEKIT_URL_ENDPOINT?: string;
  IMAGEKIT_UPLOAD_URL: string;
  IMAGEKIT_API_URL: string;
}

/** The account that files are kept with; null when they are kept on this machine. */
export function imageKitAccountOf(values: ImageKitValues): ImageKitAccount | null {
  const { IMAGEKIT_PUBLIC_KEY, IMAGEKIT_PRIVATE_KEY, IMAGEKIT_URL_ENDPOINT } = values;
  if (values.STORAGE === 'local') return null;
  if (!IMAGEKIT_PUBLIC_KEY || !IMAGEKIT_PRIVATE_KEY || !IMAGEKIT_URL_ENDPOINT) {
    throw new Error('Missing keys of ImageKit are refused when the environment is read');
  }
  return {
    publicKey: IMAGEKIT_PUBLIC_KEY,
    privateKey: IMAGEKIT_PRIVATE_KEY,
    urlEndpoint: IMAGEKIT_URL_ENDPOINT,
    uploadEndpoint: values.IMAGEKIT_UPLOAD_URL,
    apiEndpoint: values.IMAGEKIT_API_URL,
  };
}
