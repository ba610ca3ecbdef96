<?php
// Does the same as `JWT::encode` of firebase/php-jwt 7, where the package is not installed.
namespace Firebase\JWT;

class JWT
{
    public static function encode(array $payload, $key, string $alg, ?string $keyId = null): string
    {
        $header = ['typ' => 'JWT', 'alg' => $alg] + ($keyId === null ? [] : ['kid' => $keyId]);
        $encode = fn (string $text) => str_replace('=', '', strtr(base64_encode($text), '+/', '-_'));
        $json = fn (array $part) => json_encode($part, JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
        $text = $encode($json($header)) . '.' . $encode($json($payload));
        openssl_sign($text, $signature, openssl_pkey_get_private($key), 'SHA256');
        return $text . '.' . $encode($signature);
    }
}
