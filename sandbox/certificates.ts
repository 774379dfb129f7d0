import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { join } from 'node:path';
import {
  BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, PemConverter,
  SubjectAlternativeNameExtension, X509Certificate, X509CertificateGenerator, cryptoProvider,
} from '@peculiar/x509';
import { readJson, writeAtomically } from './state/file.ts';

/** A local authority and its certificate for localhost; PEM throughout. */
export type Certificates = {
  ca: string;
  /** File with `ca`, for NODE_EXTRA_CA_CERTS. */
  caFile: string;
  cert: string;
  key: string;
};

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 86_400_000;

const issueKey = (): Promise<webcrypto.CryptoKeyPair> => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

async function issue(now: Date): Promise<Omit<Certificates, 'caFile'>> {
  cryptoProvider.set(webcrypto);
  const caKeys = await issueKey();
  const ca = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Guest Desk sandbox CA',
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + 3650 * day),
    keys: caKeys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  const keys = await issueKey();
  const leaf = await X509CertificateGenerator.create({
    subject: 'CN=localhost',
    issuer: ca.subject,
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + 397 * day),
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }, { type: 'ip', value: '127.0.0.1' }]),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    ],
  });
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { ca: ca.toString('pem'), cert: leaf.toString('pem'), key };
}

/**
 * The certificates kept under `dataDir`, issued anew when absent or within 30 days of their end.
 * The authority's own key is thrown away after use, so nobody can issue more with it.
 */
export async function loadCertificates(dataDir: string): Promise<Certificates> {
  const path = join(dataDir, 'certificates.json');
  const caFile = join(dataDir, 'ca.pem');
  const now = new Date();
  let kept = readJson(path) as Omit<Certificates, 'caFile'> | undefined;
  if (kept === undefined || new X509Certificate(kept.cert).notAfter.getTime() < now.getTime() + 30 * day) {
    kept = await issue(now);
    writeAtomically(path, JSON.stringify(kept));
  }
  writeAtomically(caFile, kept.ca);
  return { ...kept, caFile };
}
