import { checkPassword, longestPassword } from '@throughline/contract/accounts'
import { useEffect, useState } from 'react'
import { perform } from '../app/client.ts'
import { useWords } from '../app/words.tsx'
import { Button, TextField } from '../design/index.ts'
import { messages } from './messages.ts'

interface PasswordFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  error?: string | undefined
}

/** A password that exists already. */
export function PasswordField(props: PasswordFieldProps) {
  return <RevealedField {...props} autoComplete="current-password" name="password" />
}

/** A password that is being chosen: how strong it is stands below while it is typed. */
export function NewPasswordField({
  person,
  error,
  ...props
}: PasswordFieldProps & { person: { name: string; email: string } }) {
  const t = useWords(messages)
  const strength = useStrength(props.value, person)
  return (
    <div className="accounts-strength" data-score={strength?.score}>
      <RevealedField
        {...props}
        error={strength ? undefined : error}
        isInvalid={error !== undefined && strength?.strong !== true}
        autoComplete="new-password"
        name="new-password"
        {...(strength || error ? {} : { hint: t('accounts.password.hint') })}
      />
      {strength && (
        <div className="accounts-strength-scale" aria-hidden="true">
          {[1, 2, 3, 4].map((step) => (
            <span key={step} data-reached={step <= strength.score} />
          ))}
        </div>
      )}
      <p role="status" aria-label={t('accounts.password.strength')}>
        {strength?.sentence}
      </p>
    </div>
  )
}

function RevealedField({
  hint,
  isInvalid,
  ...props
}: PasswordFieldProps & {
  hint?: string
  isInvalid?: boolean
  autoComplete: string
  name: string
}) {
  const t = useWords(messages)
  const [isShown, setShown] = useState(false)
  return (
    <div className="accounts-password">
      <TextField
        {...props}
        {...(hint === undefined ? {} : { hint })}
        {...(isInvalid === undefined ? {} : { isInvalid })}
        type={isShown ? 'text' : 'password'}
        maxLength={longestPassword}
        isRequired
        validationBehavior="aria"
        spellCheck="false"
      />
      <Button
        tone="plain"
        size="small"
        aria-label={t(isShown ? 'accounts.password.hideLong' : 'accounts.password.showLong')}
        onPress={() => setShown(!isShown)}
      >
        {t(isShown ? 'accounts.password.hide' : 'accounts.password.show')}
      </Button>
    </div>
  )
}

interface Strength {
  strong: boolean
  score: number
  sentence: string
}

/** Milliseconds without a key, after which the server is asked. */
const pause = 250

/** The server judges, by the same rule by which it will accept or refuse. Without an answer nothing is shown. */
function useStrength(
  password: string,
  { name, email }: { name: string; email: string },
): Strength | null {
  const [judged, setJudged] = useState<(Strength & { password: string }) | null>(null)
  useEffect(() => {
    if (password === '') return
    let isCurrent = true
    const timer = setTimeout(() => {
      perform(checkPassword, { body: { password, name, email } }).then(
        (strength) => isCurrent && setJudged({ ...strength, password }),
        () => isCurrent && setJudged(null),
      )
    }, pause)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [password, name, email])
  // The last answer stays while the next one is asked for, so that nothing jumps.
  return password === '' ? null : judged
}
