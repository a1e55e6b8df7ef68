grammar Npu;

tokens { TABLE, UNIT }

compilationUnit
    : (importDirective | declaration)* EOF
    ;

importDirective
    : IMPORT STRING (AS identifier)?
    ;

declaration
    : CONST identifier ASSIGN expression                                                        #constantDeclaration
    | ABSTRACT? identifier identifier parameters? (EXTENDS reference arguments?)? block         #objectDeclaration
    ;

parameters
    : LPAREN (parameter (COMMA parameter)* COMMA?)? RPAREN
    ;

parameter
    : identifier (ASSIGN expression)?
    ;

block
    : LBRACE member* RBRACE
    ;

member
    : path operator=(ASSIGN | PLUS_ASSIGN | MINUS_ASSIGN) expression                            #property
    | identifier identifier? block                                                              #nestedBlock
    | CONST identifier ASSIGN expression                                                        #localConstant
    | conditionalMember                                                                         #conditional
    | REQUIRE expression (ELSE STRING)?                                                         #requirement
    | VARY path operator=(IN | ASSIGN) expression                                               #variation
    | direction=(MINIMIZE | MAXIMIZE) expression (COMMA expression)*                            #objective
    | identifier reference arguments?                                                           #clause
    ;

conditionalMember
    : IF expression block (ELSE IF expression block)* (ELSE block)?
    ;

path
    : identifier (DOT identifier)*
    ;

expression
    : IF disjunction THEN disjunction (ELSE IF disjunction THEN disjunction)* ELSE disjunction  #choice
    | disjunction (RANGE disjunction ((STEP | FACTOR) disjunction)?)?                           #rangeOrValue
    ;

disjunction
    : conjunction (OR conjunction)*
    ;

conjunction
    : comparison (AND comparison)*
    ;

comparison
    : sum (operator=(LT | LE | GT | GE | EQ | NE | IN) sum)?
    ;

sum
    : product ((PLUS | MINUS) product)*
    ;

product
    : extent ((STAR | SLASH) extent)*
    ;

extent
    : unary (X unary)*
    ;

unary
    : (MINUS | NOT)* primary
    ;

primary
    : NUMBER unit?                                                                              #number
    | DIMENSIONS unit?                                                                          #dimensions
    | STRING                                                                                    #string
    | TRUE                                                                                      #true
    | FALSE                                                                                     #false
    | LBRACKET (expression (COMMA expression)* COMMA?)? RBRACKET                                #list
    | TABLE LBRACE row* RBRACE                                                                  #table
    | reference arguments?                                                                      #referenceExpression
    | LPAREN expression RPAREN                                                                  #parenthesized
    ;

unit
    : UNIT (SLASH UNIT)*
    ;

row
    : BAR (expression BAR)+
    ;

reference
    : identifier (DOT identifier)*
    ;

arguments
    : LPAREN (argument (COMMA argument)* COMMA?)? RPAREN
    ;

argument
    : (identifier ASSIGN)? expression
    ;

identifier
    : IDENTIFIER
    | X
    | ABSTRACT
    | AS
    | FACTOR
    | STEP
    ;

ABSTRACT: 'abstract';
AND: 'and';
AS: 'as';
CONST: 'const';
ELSE: 'else';
EXTENDS: 'extends';
FACTOR: 'factor';
FALSE: 'false';
IF: 'if';
IMPORT: 'import';
IN: 'in';
MAXIMIZE: 'maximize';
MINIMIZE: 'minimize';
NOT: 'not';
OR: 'or';
REQUIRE: 'require';
STEP: 'step';
THEN: 'then';
TRUE: 'true';
VARY: 'vary';
X: 'x';

ASSIGN: '=';
BAR: '|';
COMMA: ',';
DOT: '.';
EQ: '==';
GE: '>=';
GT: '>';
LBRACE: '{';
LBRACKET: '[';
LE: '<=';
LPAREN: '(';
LT: '<';
MINUS: '-';
MINUS_ASSIGN: '-=';
NE: '!=';
PLUS: '+';
PLUS_ASSIGN: '+=';
RANGE: '..';
RBRACE: '}';
RBRACKET: ']';
RPAREN: ')';
SLASH: '/';
STAR: '*';

// a hexadecimal number of decimal digits alone would be a shape as well: the rule that comes first decides
NUMBER: [0-9] [0-9_]* ('.' [0-9]+)? ([eE] [+-]? [0-9]+)? | '0x' [0-9a-fA-F_]+;
DIMENSIONS: [0-9]+ ('x' [0-9]+)+;
STRING: '"' ~["\r\n]* '"';
IDENTIFIER: [a-zA-Z_\u00b5\u03bc%] [a-zA-Z_0-9\u00b2]*;

DOC_COMMENT: '///' ~[\r\n]* -> channel(HIDDEN);
LINE_COMMENT: '//' ~[\r\n]* -> channel(HIDDEN);
BLOCK_COMMENT: '/*' .*? '*/' -> channel(HIDDEN);
WHITESPACE: [ \t\r\n\f\uFEFF]+ -> channel(HIDDEN);
UNRECOGNIZED: .;
